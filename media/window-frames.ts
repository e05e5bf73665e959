import type { Readable } from 'node:stream';
import type { FileDescription } from '@mingjian/inspection';
import { inputArgs, runFfmpeg } from './run.ts';

/** One picture, 8 bits per channel, red green blue, row by row. */
export type WindowFrame = { tMs: number; width: number; height: number; rgb: Uint8Array };
export type WindowFrameOptions = {
  startMs: number;
  endMs: number;
  everyMs: number;
  widthPx: number;
  signal?: AbortSignal;
  /** Awaited: the decoder waits while the reader works. */
  onFrame(frame: WindowFrame): void | Promise<void>;
};

const even = (value: number): number => Math.max(2, Math.round(value / 2) * 2);

/** Size of the delivered frames: never wider than the picture, turned as a player would show it. */
export const frameSize = (file: FileDescription, widthPx: number): { width: number; height: number } | undefined => {
  const video = file.tracks.find((track) => track.kind === 'video');
  if (video?.width === undefined || video.height === undefined) return undefined;
  const turned = video.rotation === 90 || video.rotation === 270;
  const shown = turned ? { w: video.height, h: video.width } : { w: video.width, h: video.height };
  const width = even(Math.min(widthPx, shown.w));
  return { width, height: even((width * shown.h) / shown.w) };
};

/** Cuts a byte stream into frames of a fixed size and hands them out one by one. */
const deliver = async (
  stream: Readable,
  size: { width: number; height: number },
  onFrame: (rgb: Uint8Array, index: number) => void | Promise<void>,
): Promise<void> => {
  const frameBytes = size.width * size.height * 3;
  let frame = Buffer.allocUnsafe(frameBytes);
  let filled = 0;
  let index = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    for (let at = 0; at < chunk.length; ) {
      const taken = chunk.copy(frame, filled, at, at + frameBytes - filled);
      filled += taken;
      at += taken;
      if (filled < frameBytes) continue;
      await onFrame(frame, index++);
      frame = Buffer.allocUnsafe(frameBytes);
      filled = 0;
    }
  }
};

/**
 * Decodes one stretch of the picture in steps of `everyMs`, scaled to `widthPx`. For a second, closer look: the first look
 * at a whole recording comes from the quality pass, which decodes once for everything.
 */
export const windowFrames = async (path: string, file: FileDescription, options: WindowFrameOptions): Promise<void> => {
  const size = frameSize(file, options.widthPx);
  if (size === undefined) return;
  const { startMs, endMs, everyMs } = options;
  await runFfmpeg(
    [
      '-nostdin',
      '-v',
      'error',
      '-threads',
      '1',
      '-ss',
      (startMs / 1000).toFixed(3),
      '-t',
      ((endMs - startMs) / 1000).toFixed(3),
      ...inputArgs('ffmpeg'),
      '-an',
      '-vf',
      `fps=${(1000 / everyMs).toFixed(4)}:start_time=0,scale=${size.width}:${size.height}:flags=fast_bilinear`,
      '-f',
      'rawvideo',
      '-pix_fmt',
      'rgb24',
      'pipe:1',
    ],
    {
      input: path,
      signal: options.signal,
      read: ({ stdout }) =>
        deliver(stdout, size, (rgb, index) =>
          options.onFrame({ tMs: Math.round(startMs + index * everyMs), ...size, rgb }),
        ),
    },
  );
};
