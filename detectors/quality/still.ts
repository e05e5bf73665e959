import { lengthMs, mergeSpans, overlaps, type Span, subtractSpans } from '@mingjian/signal/spans.ts';
import type { VideoFeatures } from './video-pass.ts';

/**
 * A frozen picture under a lossy codec still changes: VP8 refines it for 0.4 s and again at each key frame, up to 5.4 luma steps in one
 * tile; the people in the test recordings move some tile by 8 or more in every frame.
 */
const STILL_CHANGE = 6;
/** Between refinements a frozen picture repeats exactly (measured 0.00–0.50); a sensor's noise or a breath does not. */
const DEAD_CHANGE = 0.6;
const DEAD_SHARE = 0.4;
/** A clock or a caption changes up to a tenth of the picture's tiles; they lie in its top or bottom fifth. */
const CLOCK_TILES = 30;
/** Shorter standstills are judged as stutter, when they repeat. */
const FROZEN_MS = 1500;
const STANDSTILL_MS = 240;
const STUTTER_WITHIN_MS = 4000;
const STUTTER_COUNT = 3;

export type Standstill = { frozen: Span[]; stutter: (Span & { count: number })[] };

/** A key frame may redraw a long frozen picture more strongly than `STILL_CHANGE`: pieces this long belong together. */
const PIECE_MS = 1000;

/** Each picture from its frame to the next different one, where it stood for `STANDSTILL_MS` or more: repeated or missing frames alike. */
const holds = ({ tMs, frames }: VideoFeatures, endMs: number): Span[] => {
  const moved = (i: number) => i === 0 || frames[i]!.middleChange >= STILL_CHANGE || frames[i]!.edgeTiles > CLOCK_TILES;
  const starts = frames.flatMap((_, i) => (moved(i) ? [i] : []));
  return starts.flatMap((from, k) => {
    const to = starts[k + 1] ?? frames.length;
    const span = { startMs: tMs[from]!, endMs: to < frames.length ? tMs[to]! : Math.max(endMs, tMs[from]!) };
    let dead = 0;
    for (let i = from + 1; i < to; i++) if (frames[i]!.middleChange < DEAD_CHANGE) dead++;
    return lengthMs(span) >= STANDSTILL_MS && dead >= (to - from - 1) * DEAD_SHARE ? [span] : [];
  });
};

const standstills = (video: VideoFeatures, endMs: number): Span[] => {
  const all = holds(video, endMs);
  const pieces = mergeSpans(
    all.filter((span) => lengthMs(span) >= PIECE_MS),
    100,
  );
  return [...pieces, ...all.filter((span) => lengthMs(span) < PIECE_MS)];
};

/**
 * Frozen (画面冻结) spans and stutter (卡顿: at least three standstills, each at most 4 s after the one before).
 * `except`: black, covered and low-frame-rate spans, which stand still for their own reason.
 */
export const findStandstill = (
  video: VideoFeatures,
  options: { endMs: number; except: Span[]; slow: Span[] },
): Standstill => {
  const all = subtractSpans(standstills(video, options.endMs), options.except).filter(
    (span) => lengthMs(span) >= STANDSTILL_MS,
  );
  const frozen = all.filter((span) => lengthMs(span) >= FROZEN_MS);
  const short = all.filter((span) => lengthMs(span) < FROZEN_MS && !options.slow.some((slow) => overlaps(slow, span)));
  const stutter = mergeSpans(short, STUTTER_WITHIN_MS)
    .map((span) => ({ ...span, count: short.filter((s) => overlaps(s, span)).length }))
    .filter((span) => span.count >= STUTTER_COUNT);
  return { frozen, stutter };
};
