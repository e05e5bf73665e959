import { detail, edgeSharpness, type FrameFeatures, frameMeter } from '@mingjian/signal/tiles.ts';
import type { VideoFeatures } from './video-pass.ts';

/** One look at up to 640 wide, twice a second: fine and coarse detail, and how sharp the clear edges are. */
export type DetailLook = { tMs: number; fine: number; coarse: number; sharpness: number; edges: number };
export type PictureMeter = {
  /** A grey frame of 160x120, in order; answers how many there were. */
  addFrame(frame: Uint8Array): number;
  /** A grey frame of the size given, twice a second. */
  addLook(frame: Uint8Array): void;
  /** What was measured up to here, with the presentation times (ms) of frames and looks; the meter goes on. */
  features(frameTimes: readonly number[], lookTimes: readonly number[]): Omit<VideoFeatures, 'errors'>;
};

/** Measures pictures as they arrive. Of every frame a few numbers are kept, and no picture but the last. */
export const pictureMeter = (look: { width: number; height: number }): PictureMeter => {
  const meter = frameMeter();
  const frames: FrameFeatures[] = [];
  const looks: Omit<DetailLook, 'tMs'>[] = [];
  return {
    addFrame: (frame) => frames.push(meter(frame)),
    addLook(frame) {
      looks.push({ ...detail(frame, look.width, look.height), ...edgeSharpness(frame, look.width, look.height) });
    },
    features(frameTimes, lookTimes) {
      const count = Math.min(frames.length, frameTimes.length);
      return {
        tMs: Float64Array.from(frameTimes.slice(0, count)),
        frames: frames.slice(0, count),
        sharpness: looks.flatMap((one, i) => (lookTimes[i] === undefined ? [] : [{ tMs: lookTimes[i], ...one }])),
      };
    },
  };
};
