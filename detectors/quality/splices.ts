import { quantile } from '@mingjian/signal/level.ts';
import { overlaps, type Span } from '@mingjian/signal/spans.ts';
import { BAND_FRAME, BANDS } from './bands.ts';
import type { SoundFeatures } from './sound-meter.ts';
import type { VideoFeatures } from './video-pass.ts';

/** A place that looks edited, with the signs for it. One sign alone is no accusation. */
export type Splice = { tMs: number; signs: SpliceSign[] };
export type SpliceSign = 'picture cut' | 'background sound changes' | 'clock goes back' | 'hole in sound and picture';

/** A cut changes the whole picture from one frame to the next: by 18 luma steps, five times the usual change and twice the largest near it. */
const CUT_CHANGE = 18;
const CUT_OF_USUAL = 5;
const CUT_OF_LARGEST = 2;
const AROUND_FRAMES = 25;
/** Seconds of background compared on both sides. */
const SIDE_MS = 5000;
const FRAME_MS = (BAND_FRAME * 1000) / 16_000;
const PAUSE = 0.03;
/** A door, a fan or a truck change some bands by some dB; another room or another day changes most of them at once. */
const CHANGED_DB = 6;
const CHANGED_BANDS = 10;
/** Digital silence and what lies below the converter's own noise has no background. */
const LEAST_BACKGROUND_DB = -85;
const SAME_MOMENT_MS = 300;

const db = (power: number): number => 10 * Math.log10(Math.max(power, 1e-12));

/** Moments at which everything in the picture changes at once; fades to and from black are not cuts. */
export const findCuts = ({ tMs, frames }: Pick<VideoFeatures, 'tMs' | 'frames'>): number[] =>
  frames.flatMap((frame, i) => {
    if (i < 2 || frame.meanChange < CUT_CHANGE || frame.darkShare > 0.9 || frames[i - 1]!.darkShare > 0.9) return [];
    const around = [...frames.slice(Math.max(1, i - AROUND_FRAMES), i), ...frames.slice(i + 1, i + 1 + AROUND_FRAMES)];
    // A flash comes back: the picture after it is the one before it.
    const comesBack = frames.slice(i + 1, i + 8).some((one) => one.meanChange > frame.meanChange * 0.6);
    const changes = around.map((one) => one.meanChange);
    const isCut =
      frame.meanChange >= CUT_OF_USUAL * Math.max(quantile(changes, 0.5), 0.3) &&
      frame.meanChange >= CUT_OF_LARGEST * Math.max(...changes);
    return isCut && !comesBack ? [tMs[i]!] : [];
  });

/** Floors of the bands in a stretch, dBFS; undefined where there is no background to hear. */
const background = (bands: Float32Array, span: Span): number[] | undefined => {
  const [from, to] = [Math.round(span.startMs / FRAME_MS), Math.round(span.endMs / FRAME_MS)];
  if (from < 0 || to * BANDS > bands.length) return undefined;
  const floors = Array.from({ length: BANDS }, (_, b) =>
    db(
      quantile(
        Array.from({ length: to - from }, (_, i) => bands[(from + i) * BANDS + b]!),
        PAUSE,
      ),
    ),
  );
  return floors.every((floor) => floor < LEAST_BACKGROUND_DB - 10) ? undefined : floors;
};

/** Whether the background differs before and after a moment; undefined where it cannot be heard. */
export const backgroundChanges = (bands: Float32Array, tMs: number): boolean | undefined => {
  const gap = 100;
  const before = background(bands, { startMs: tMs - gap - SIDE_MS, endMs: tMs - gap });
  const after = background(bands, { startMs: tMs + gap, endMs: tMs + gap + SIDE_MS });
  if (before === undefined || after === undefined) return undefined;
  return before.filter((floor, b) => Math.abs(floor - after[b]!) >= CHANGED_DB).length >= CHANGED_BANDS;
};

/**
 * Places where a recording looks cut together (剪辑痕迹): signs of different kinds at one moment. `jumpsMs`: backward jumps of the packets'
 * clock; `gaps`: holes by track. A backward jump is enough by itself; everything else needs a second sign. Conservative: what a careful
 * editor smooths over is not found, so nothing found proves nothing.
 */
export const findSplices = (input: {
  video: VideoFeatures | undefined;
  sounds: readonly SoundFeatures[];
  jumpsMs: readonly number[];
  gaps: { video: readonly Span[]; audio: readonly Span[] };
}): Splice[] => {
  const jumps: Splice[] = input.jumpsMs.map((tMs) => ({ tMs, signs: ['clock goes back'] }));
  const holes = input.gaps.video
    .filter((gap) => input.gaps.audio.some((other) => overlaps(gap, other)))
    .map((gap): Splice => ({ tMs: gap.endMs, signs: ['hole in sound and picture'] }));
  const cuts = (input.video === undefined ? [] : findCuts(input.video)).map(
    (tMs): Splice => ({ tMs, signs: ['picture cut'] }),
  );
  const places: Splice[] = [];
  for (const place of [...jumps, ...holes, ...cuts].sort((a, b) => a.tMs - b.tMs)) {
    const last = places.at(-1);
    if (last !== undefined && place.tMs - last.tMs <= SAME_MOMENT_MS)
      last.signs = [...new Set([...last.signs, ...place.signs])];
    else places.push({ ...place });
  }
  for (const place of places)
    if (input.sounds.some((sound) => backgroundChanges(sound.bands, place.tMs) === true))
      place.signs = [...place.signs, 'background sound changes'];
  return places.filter(({ signs }) => signs.length >= 2 || signs[0] === 'clock goes back');
};
