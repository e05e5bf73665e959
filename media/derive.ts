import { mkdtemp, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { FileDescription } from '@mingjian/inspection';
import { UnusableInput } from './errors.ts';
import { complaint, inputArgs, OUT, runFfmpeg } from './run.ts';

type Cancel = { signal?: AbortSignal };

/** `-ss` before the input: ffmpeg seeks to the key frame and decodes up to the time, so both are exact and fast. */
const fromTime = (tMs: number): string[] => ['-ss', (Math.max(0, tMs) / 1000).toFixed(3)];

const wanted = (found: { exitCode: number; stderr: string }, bytes: number, what: string): void => {
  if (found.exitCode !== 0 || bytes === 0)
    throw new UnusableInput('decoder_failed', `${what} (${complaint(found.stderr)})`);
};

/** The picture at `tMs` on the media clock as JPEG, turned as a player shows it, at most `widthPx` (640) wide. */
export const frameJpeg = async (
  path: string,
  tMs: number,
  options: { widthPx?: number } & Cancel = {},
): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  const result = await runFfmpeg(
    [
      ...[
        '-nostdin',
        '-v',
        'error',
        '-threads',
        '1',
        ...fromTime(tMs),
        ...inputArgs('ffmpeg'),
        '-map',
        '0:v:0',
        '-frames:v',
        '1',
      ],
      ...['-vf', `scale='min(${options.widthPx ?? 640},iw)':-2`, '-q:v', '4', '-f', 'mjpeg', 'pipe:1'],
    ],
    {
      input: path,
      signal: options.signal,
      limits: { cpuSeconds: 60, wallMs: 120_000, fileBytes: 0 },
      read: async ({ stdout }) => {
        for await (const chunk of stdout) chunks.push(chunk as Buffer);
      },
    },
  );
  const jpeg = Buffer.concat(chunks);
  wanted(result, jpeg.length, `${basename(path)}: no picture at ${tMs} ms`);
  return jpeg;
};

const PLAYABLE: Record<string, { video: string[]; audio: string[] }> = {
  webm: { video: ['vp8', 'vp9', 'av1'], audio: ['opus', 'vorbis'] },
  mp4: { video: ['h264', 'av1', 'vp9'], audio: ['aac', 'mp3', 'opus', 'flac'] },
  ogg: { video: [], audio: ['opus', 'vorbis', 'flac'] },
  mp3: { video: [], audio: ['mp3'] },
  wav: { video: [], audio: ['pcm_s16le', 'pcm_u8', 'pcm_s24le', 'pcm_f32le'] },
  flac: { video: [], audio: ['flac'] },
};

/** Whether Chromium, Firefox and Safari of this year play the file as it is (H.265 plays only on some machines: no). */
export const isBrowserPlayable = (description: FileDescription): boolean => {
  const known = PLAYABLE[description.container];
  return known !== undefined && description.tracks.every((track) => known[track.kind].includes(track.codec));
};

/** VP8 and Opus for `.webm`, H.264 and AAC for `.mp4`; a picture at most 1280 wide. */
const encoding = (webm: boolean): string[] => {
  const video = webm
    ? ['-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8', '-b:v', '1M', '-g', '50']
    : [
        '-c:v',
        'libx264',
        '-preset',
        'veryfast',
        '-crf',
        '26',
        '-pix_fmt',
        'yuv420p',
        '-g',
        '50',
        '-movflags',
        '+faststart',
      ];
  const audio = webm ? ['-c:a', 'libopus', '-b:a', '48k', '-ac', '2'] : ['-c:a', 'aac', '-b:a', '96k', '-ac', '2'];
  return [
    ...['-map', '0:V:0?', '-vf', "scale='min(1280,iw)':-2", ...video],
    ...['-map', '0:a:0?', '-af', 'aresample=async=1:first_pts=0', ...audio],
    ...['-map_metadata', '-1', '-f', webm ? 'webm' : 'mp4'],
  ];
};

/** Writes beside `out` first: what stands at `out` is whole or absent, also after a crash. */
const written = async (out: string, write: (dir: string) => Promise<void>): Promise<void> => {
  const dir = await mkdtemp(join(dirname(out), '.derive-'));
  try {
    await write(dir);
    const handle = await open(join(dir, 'out'), 'r+');
    await handle.sync().finally(() => handle.close());
    await rename(join(dir, 'out'), out);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
};

const sizeOf = (path: string): Promise<number> =>
  stat(path).then(
    (found) => found.size,
    () => 0,
  );

/**
 * A piece of the recording that every browser plays, `startMs` to `endMs` on the media clock, written to `out` (`.webm` or `.mp4`).
 */
export const clip = async (
  path: string,
  options: { startMs: number; endMs: number; out: string } & Cancel,
): Promise<void> => {
  const seconds = Math.max(0.1, (options.endMs - options.startMs) / 1000).toFixed(3);
  const coded = encoding(options.out.endsWith('.webm'));
  await written(options.out, async (dir) => {
    const result = await runFfmpeg(
      [
        '-nostdin',
        '-v',
        'error',
        '-y',
        ...fromTime(options.startMs),
        ...inputArgs('ffmpeg'),
        '-t',
        seconds,
        ...coded,
        `${OUT}/out`,
      ],
      { input: path, outputDir: dir, signal: options.signal },
    );
    wanted(result, await sizeOf(join(dir, 'out')), `${basename(path)}: no clip could be made`);
  });
};

/**
 * The whole recording in a form that every browser plays, written to `out` (`.webm` or `.mp4`). `onProgress` gets the part done, 0–1,
 * by the length that the header claims.
 */
export const proxy = async (
  path: string,
  out: string,
  onProgress?: (done: number) => void,
  options: Cancel = {},
): Promise<void> => {
  let lengthUs = Number.POSITIVE_INFINITY;
  const onLine = (line: string) => {
    const found = /Duration: (\d+):(\d+):([\d.]+)/.exec(line);
    if (found !== null) lengthUs = (Number(found[1]) * 3600 + Number(found[2]) * 60 + Number(found[3])) * 1e6;
  };
  await written(out, async (dir) => {
    const args = ['-nostdin', '-nostats', '-v', 'info', '-y', '-progress', 'pipe:1', ...inputArgs('ffmpeg')];
    const result = await runFfmpeg([...args, ...encoding(out.endsWith('.webm')), `${OUT}/out`], {
      input: path,
      outputDir: dir,
      signal: options.signal,
      limits: { cpuSeconds: 4 * 3600 },
      onLine,
      read: async ({ stdout }) => {
        for await (const chunk of stdout) {
          const at = /out_time_us=(\d+)/.exec(String(chunk))?.[1];
          if (at !== undefined) onProgress?.(Math.min(1, Number(at) / Math.max(1, lengthUs)));
        }
      },
    });
    wanted(result, await sizeOf(join(dir, 'out')), `${basename(path)}: no playable copy could be made`);
  });
};

/** Peaks of a 16 kHz PCM file for drawing: `perSecond` values of 0–1 a second. */
export const waveformPeaks = async (pcmPath: string, perSecond: number): Promise<Float32Array> => {
  const bytes = await readFile(pcmPath);
  const samples = new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length >> 1);
  const size = 16_000 / perSecond;
  return Float32Array.from({ length: Math.ceil(samples.length / size) }, (_, i) => {
    let high = 0;
    for (let s = Math.floor(i * size); s < Math.min(samples.length, (i + 1) * size); s++)
      high = Math.max(high, Math.abs(samples[s]!));
    return high / 32768;
  });
};
