import type { Readable } from 'node:stream';
import { complaint, inputArgs, runFfmpeg } from '@mingjian/media';
import { type FrameFeatures, GRID } from '@mingjian/signal/tiles.ts';
import { type DetailLook, pictureMeter } from './picture-meter.ts';

export type RgbFrame = { tMs: number; width: number; height: number; rgb: Uint8Array };
export type FrameTap = { everyMs: number; widthPx: number; onFrame(frame: RgbFrame): void | Promise<void> };
export type VideoFeatures = {
  /** Presentation times, ms, one per decoded frame. */
  tMs: Float64Array;
  frames: FrameFeatures[];
  /** Two pictures a second at up to 640 wide. */
  sharpness: DetailLook[];
  /** Errors of the decoder, one line each, at most 20. */
  errors: string[];
};
type Size = { width: number; height: number };

const MOST_WIDE = 640;
const even = (n: number): number => Math.max(2, Math.round(n / 2) * 2);
/** The picture as shown (turned), at most `widthPx` wide, its shape kept. */
const shownSize = (picture: Size & { rotation?: number }, widthPx: number): Size => {
  const turned = picture.rotation === 90 || picture.rotation === 270;
  const [w, h] = turned ? [picture.height, picture.width] : [picture.width, picture.height];
  const width = even(Math.min(w, widthPx));
  return { width, height: even((width * h) / w) };
};

/** Calls `onRecord` with each `size` bytes of a stream; the buffer is the callee's. */
const eachRecord = async (
  stream: Readable,
  size: number,
  onRecord: (bytes: Uint8Array) => void | Promise<void>,
): Promise<void> => {
  let record = new Uint8Array(size);
  let filled = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    for (let at = 0; at < chunk.length; ) {
      const take = Math.min(size - filled, chunk.length - at);
      record.set(chunk.subarray(at, at + take), filled);
      filled += take;
      at += take;
      if (filled < size) continue;
      const waiting = onRecord(record);
      if (waiting !== undefined) await waiting;
      record = new Uint8Array(size);
      filled = 0;
    }
  }
};

/** Times printed by the `metadata` filter, handed out in order. */
const timeline = () => {
  const times: number[] = [];
  const waiting: ((time: number | undefined) => void)[] = [];
  let next = 0;
  let ended = false;
  return {
    times,
    async read(stream: Readable): Promise<void> {
      let rest = '';
      stream.setEncoding('latin1');
      for await (const chunk of stream as AsyncIterable<string>) {
        const lines = (rest + chunk).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) {
          const time = /pts_time:(-?[\d.]+)/.exec(line)?.[1];
          if (time === undefined) continue;
          times.push(Number(time) * 1000);
          if (waiting.length > 0) waiting.shift()!(times[next++]);
        }
      }
      ended = true;
      for (const resolve of waiting) resolve(undefined);
    },
    take(): Promise<number | undefined> {
      if (next < times.length) return Promise.resolve(times[next++]);
      return ended ? Promise.resolve(undefined) : new Promise((resolve) => waiting.push(resolve));
    },
  };
};

/** ffmpeg prints a frame's time only with a key on it. */
const stamped = (pipe: number): string =>
  `metadata=mode=add:key=t:value=1,metadata=mode=print:direct=1:file='pipe\\:${pipe}'`;
const every = (ms: number): string => `select='isnan(prev_selected_t)+gte(t-prev_selected_t\\,${ms / 1000 - 0.001})'`;

const graphFor = (fine: Size, tap: (Size & { everyMs: number }) | undefined): string => {
  const branches = tap === undefined ? 2 : 3;
  const parts = [
    `[0:v:0]split=${branches}[a][b]${tap === undefined ? '' : '[c]'}`,
    // Area averaging takes sensor noise out of the freeze test; bilinear at a quarter would keep it.
    `[a]${stamped(3)},scale=${GRID.width}:${GRID.height}:flags=area,format=gray[small]`,
    `[b]${every(500)},${stamped(4)},scale=${fine.width}:${fine.height}:flags=bilinear,format=gray[fine]`,
  ];
  if (tap !== undefined)
    parts.push(
      `[c]${every(tap.everyMs)},${stamped(6)},scale=${tap.width}:${tap.height}:flags=bilinear,format=rgb24[tap]`,
    );
  return parts.join(';');
};

/**
 * Decodes the picture once, in the sandbox, and measures it: changes, light and dark of every frame at 160x120, detail twice a second, and
 * hands `tap` its frames. Rejects with `UnusableInput` at the decoder's limits; decoding errors are listed, not thrown.
 */
export const videoPass = async (
  path: string,
  picture: Size & { rotation?: number },
  options: {
    tap?: FrameTap | undefined;
    signal?: AbortSignal | undefined;
    onTime?: ((tMs: number) => void) | undefined;
  },
): Promise<VideoFeatures> => {
  const fine = shownSize(picture, MOST_WIDE);
  const tap =
    options.tap === undefined
      ? undefined
      : { ...shownSize(picture, options.tap.widthPx), everyMs: options.tap.everyMs };
  const output = (label: string, pipe: number) => [
    '-map',
    label,
    '-fps_mode',
    'passthrough',
    '-f',
    'rawvideo',
    `pipe:${pipe}`,
  ];
  const [smallTimes, fineTimes, tapTimes] = [timeline(), timeline(), timeline()];
  const meter = pictureMeter(fine);
  const onSmall = (frame: Uint8Array) => {
    if (meter.addFrame(frame) % 250 === 0) options.onTime?.(smallTimes.times.at(-1) ?? 0);
  };
  const onTap = async (rgb: Uint8Array) => {
    const tMs = await tapTimes.take();
    if (tMs !== undefined)
      await options.tap!.onFrame({ tMs: Math.round(tMs), width: tap!.width, height: tap!.height, rgb });
  };
  const result = await runFfmpeg(
    [
      ...['-nostdin', '-nostats', '-v', 'error', '-an', '-threads', '1', ...inputArgs('ffmpeg')],
      ...['-filter_threads', '1', '-filter_complex_threads', '1', '-filter_complex', graphFor(fine, tap)],
      ...output('[small]', 1),
      ...output('[fine]', 5),
      ...(tap === undefined ? [] : output('[tap]', 7)),
    ],
    {
      input: path,
      signal: options.signal,
      extraPipes: tap === undefined ? 3 : 5,
      read: async ({ stdout, extra }) => {
        const reading = [
          eachRecord(stdout, GRID.width * GRID.height, onSmall),
          smallTimes.read(extra[0]!),
          fineTimes.read(extra[1]!),
          eachRecord(extra[2]!, fine.width * fine.height, meter.addLook),
        ];
        if (tap !== undefined)
          reading.push(tapTimes.read(extra[3]!), eachRecord(extra[4]!, tap.width * tap.height * 3, onTap));
        await Promise.all(reading);
      },
    },
  );
  const errors = result.stderr
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(0, 20)
    .map(complaint);
  return { ...meter.features(smallTimes.times, fineTimes.times), errors };
};
