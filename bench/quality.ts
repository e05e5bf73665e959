import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractPcm, probe } from '@mingjian/media';
import { inspectQuality } from '@mingjian/quality';
import { AAC, ffmpeg, H264, makeRecording, OPUS, VP8 } from '@mingjian/testkit/media/make-recording.ts';

/**
 * Technical quality of a 10-minute 640x480 recording against ffmpeg's bare decode of the same file: processor time of the whole tree of
 * processes, so other work on the machine changes the ratio little. Bars: ≤ 2.5 (VP8), ≤ 4 (H.264), aim 2.
 * Sound extraction is listed apart: the recogniser needs it anyway.
 */
const TICKS = 100;
/** CPU seconds of this process and of all its children that have ended. */
const spentSeconds = (): number => {
  const stat = readFileSync('/proc/self/stat', 'utf8');
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  return (fields[11]! + fields[12]! + fields[13]! + fields[14]!) / TICKS;
};
const cost = async (work: () => Promise<unknown>): Promise<number> => {
  const from = spentSeconds();
  await work();
  return spentSeconds() - from;
};

const dir = await mkdtemp(join(tmpdir(), 'mj-bench-quality-'));
try {
  for (const [name, coders, bar] of [
    ['vp8.webm', { video: VP8, audio: OPUS }, 2.5],
    ['h264.mp4', { video: H264, audio: AAC }, 4],
  ] as const) {
    const minute = join(dir, `minute-${name}`);
    const path = join(dir, name);
    await makeRecording(minute, { durationS: 60, ...coders });
    await ffmpeg(['-stream_loop', '9', '-i', minute, '-c', 'copy', path]);
    const decode = await cost(() => ffmpeg(['-threads', '1', '-i', path, '-f', 'null', '-']));
    let description = await probe(path);
    const probing = await cost(async () => {
      description = await probe(path);
    });
    let pcm = await extractPcm(path, description, { dir });
    const sound = await cost(async () => {
      pcm = await extractPcm(path, description, { dir });
    });
    const frames = { everyMs: 2000, widthPx: 640, onFrame: () => {} };
    const quality = await cost(() => inspectQuality(path, description, { pcm, frames }));
    console.log(
      JSON.stringify({
        bench: 'quality',
        file: name,
        durationS: description.durationMs / 1000,
        decodeCpuS: decode,
        probeCpuS: probing,
        extractPcmCpuS: sound,
        qualityCpuS: quality,
        ratio: Math.round((quality / decode) * 100) / 100,
        ratioWithProbeAndPcm: Math.round(((quality + probing + sound) / decode) * 100) / 100,
        bar,
      }),
    );
  }
} finally {
  await rm(dir, { recursive: true, force: true });
}
