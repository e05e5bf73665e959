import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { openSpeech } from '@mingjian/speech';

/** Real-time factor of the transcript, wall and CPU, short windows alone and with the second look; peak memory of the engine. */
const sound = fileURLToPath(new URL('../../shared/data/audio/utterances/zh_talk_70s.wav', import.meta.url));
const dir = mkdtempSync(join(tmpdir(), 'mj-bench-speech-'));
const speech = openSpeech({ threads: 2 });
const ticksPerSecond = 100;

/** CPU seconds of the engine's process. */
const cpuSeconds = (): number =>
  readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8')
    .trim()
    .split(' ')
    .filter((pid) => pid !== '')
    .reduce((sum, pid) => {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return sum + (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
    }, 0);

const measure = async (name: string, pcmPath: string, secondLook: boolean) => {
  const seconds = 70.5;
  const [wall, cpu] = [performance.now(), cpuSeconds()];
  let utterances = 0;
  await speech.transcribe(
    { pcmPath, role: 'unknown', track: 'a0', secondLook },
    {
      signal: new AbortController().signal,
      progress: () => {},
      emit: (fact) => {
        if (fact.name === 'speech.text') utterances++;
      },
    },
  );
  const rtf = (performance.now() - wall) / 1000 / seconds;
  const cpuShare = (cpuSeconds() - cpu) / seconds;
  console.log(`${name}: ${utterances} utterances, wall ${rtf.toFixed(3)} × real time, CPU ${cpuShare.toFixed(3)} ×`);
};

try {
  const missing = speech.capabilities().find((c) => c.name === 'speech.transcribe' && !c.available);
  if (missing !== undefined) console.log(`nothing measured: ${missing.reason}`);
  else if (!existsSync(sound)) console.log('nothing measured: the test material is not beside the repository');
  else {
    const pcmPath = join(dir, 'talk.pcm');
    execFileSync('ffmpeg', ['-v', 'error', '-i', sound, '-ac', '1', '-ar', '16000', '-f', 's16le', pcmPath]);
    await measure('loading included, short windows', pcmPath, false);
    await measure('short windows', pcmPath, false);
    await measure('with the second look', pcmPath, true);
    console.log(`peak memory of the engine ${(speech.peakRssBytes() / 2 ** 20).toFixed(0)} MiB`);
  }
} finally {
  await speech.stop();
  rmSync(dir, { recursive: true, force: true });
}
