import { demoSessions, makeDemoRecording } from './index.ts';
import { openVoices } from '@mingjian/voices';
const v=openVoices({cacheDir:'/tmp/mj-demo-cache'});
for (const s of demoSessions) { if(process.argv[2]&&!process.argv[2].split(",").some(x=>s.id.includes(x)))continue; const t=performance.now(); const r=await makeDemoRecording(s,{voices:v,dir:'/tmp/mj-demo',onProgress:()=>{}}); console.log(r.file,((performance.now()-t)/1000).toFixed(0)+'s'); }
await v.stop();
