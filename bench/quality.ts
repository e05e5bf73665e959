import { readdirSync, readFileSync } from 'node:fs';
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
const LOOK_MS = 40;

type Process = { pid: number; parent: number; seconds: number };
const processes = (): Process[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        return [
          { pid: Number(name), parent: Number(fields[1]), seconds: (Number(fields[11]) + Number(fields[12])) / TICKS },
        ];
      } catch {
        return [];
      }
    });

/**
 * CPU seconds of this process and of every process below it, looked at every 40 ms: the sandbox's own init keeps its children's
 * time to itself, so the kernel's sum for ended children would miss the decoder.
 */
const cost = async (work: () => Promise<unknown>): Promise<number> => {
  const seen = new Map<number, number>();
  const look = () => {
    const all = processes();
    const mine = new Set([process.pid]);
    for (let grown = true; grown; ) {
      const before = mine.size;
      for (const { pid, parent } of all) if (mine.has(parent)) mine.add(pid);
      grown = mine.size > before;
    }
    for (const { pid, seconds } of all) if (mine.has(pid) && pid !== process.pid) seen.set(pid, seconds);
  };
  const own = process.cpuUsage();
  const timer = setInterval(look, LOOK_MS);
  await work();
  clearInterval(timer);
  const used = process.cpuUsage(own);
  return (used.user + used.system) / 1e6 + [...seen.values()].reduce((sum, seconds) => sum + seconds, 0);
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
        decodeCpuS: Math.round(decode * 100) / 100,
        probeCpuS: Math.round(probing * 100) / 100,
        extractPcmCpuS: Math.round(sound * 100) / 100,
        qualityCpuS: Math.round(quality * 100) / 100,
        ratio: Math.round((quality / decode) * 100) / 100,
        ratioWithProbeAndPcm: Math.round(((quality + probing + sound) / decode) * 100) / 100,
        bar,
      }),
    );
  }
} finally {
  await rm(dir, { recursive: true, force: true });
}
