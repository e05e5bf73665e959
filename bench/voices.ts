import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openVoices, phonemes, type VoiceName } from '@mingjian/voices';

/**
 * CPU seconds per second of speech, one thread, by length of the text; the reading of text alone; the second hearing from
 * the cache. CPU time is that of the engine's process, so other work on the machine changes it little.
 * Figure of the reference: 0.65 CPU s per second of sound on a quiet AVX-512 core.
 */
const texts = {
  answer: '是的，我清楚。',
  sentence: '本产品的风险等级为R3级，业绩比较基准是3.65%，不代表实际收益。',
  paragraph:
    '您好，我是海棠银行的理财经理，工号0358。本次通话和录像将全程保存，请问您同意吗？产品期限是2年，封闭期内不能赎回。净值会上下波动，最坏的情况下可能亏掉全部本金。',
} as const;
const speakers: VoiceName[] = ['zf_xiaoxiao', 'zm_yunjian'];
const ticksPerSecond = 100;

/** CPU seconds of the child processes of this one. */
const childCpuSeconds = (): number => {
  const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim();
  return children
    .split(' ')
    .filter((pid) => pid !== '')
    .reduce((sum, pid) => {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return sum + (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
    }, 0);
};

const dir = mkdtempSync(join(tmpdir(), 'mj-bench-voices-'));
const voices = openVoices({ cacheDir: dir });
try {
  const capability = voices.available();
  if (!capability.available) {
    console.log(`nothing measured: ${capability.reason}`);
  } else {
    await voices.speak('嗯。');
    const rows = [];
    for (const voice of speakers) {
      for (const [length, text] of Object.entries(texts)) {
        const cpuBefore = childCpuSeconds();
        const wallBefore = performance.now();
        const { pcm, sampleRateHz } = await voices.speak(text, { voice });
        const wallSeconds = (performance.now() - wallBefore) / 1000;
        const cpuSeconds = childCpuSeconds() - cpuBefore;
        const soundSeconds = pcm.length / sampleRateHz;
        const againBefore = performance.now();
        await voices.speak(text, { voice });
        rows.push({
          voice,
          text: `${length}, ${[...text].length} characters`,
          'sound s': Number(soundSeconds.toFixed(2)),
          'CPU s per s of sound': Number((cpuSeconds / soundSeconds).toFixed(2)),
          'wall s per s of sound': Number((wallSeconds / soundSeconds).toFixed(2)),
          'characters per minute': Math.round(([...text].length / soundSeconds) * 60),
          'from cache ms': Number((performance.now() - againBefore).toFixed(1)),
        });
      }
    }
    console.table(rows);
    const readingBefore = performance.now();
    for (let round = 0; round < 50; round++) phonemes(texts.paragraph);
    const readingMs = (performance.now() - readingBefore) / 50;
    console.log(`reading ${[...texts.paragraph].length} characters to phonemes: ${readingMs.toFixed(2)} ms`);
  }
} finally {
  await voices.stop();
  rmSync(dir, { recursive: true, force: true });
}
