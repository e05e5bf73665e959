import { quantile } from '@mingjian/signal/level.ts';
import { lengthMs, mergeSpans, overlaps, type Span, subtractSpans } from '@mingjian/signal/spans.ts';
import type { VideoFeatures } from './video-pass.ts';

/**
 * A frozen picture under a lossy codec still changes: VP8 refines it for 0.4 s and again at each key frame, by up to 5.4 luma steps in one
 * tile at 350 kb/s and 9.4 at 200. What counts as movement therefore follows the recording: a sixth of its usual movement, 6 to 10.
 */
export const stillChange = (usual: number): number => Math.max(6, Math.min(10, usual / 6));
/** Between refinements a frozen picture nearly repeats: 0.0–0.6 in most frames, up to 2 at low rates under a running clock. */
export const deadChange = (usual: number): number => Math.max(0.6, Math.min(2.5, usual / 24));
export const DEAD_SHARE = 0.4;
/** Since it settled, a frozen picture drifts by refinement only; a person who sits still moves some edge by a pixel in 1.5 s. */
const DRIFT = 6;
/** A stutter mostly ends with a jump: the movement that was missed comes at once. A calm listener's pauses do not. */
const JUMP_OF_USUAL = 0.5;
const JUMPING_SHARE = 0.6;
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

type Hold = Span & { jump: number; drift: number };

/** Usual movement: the middle of all frames that move at all. */
const usualMovement = (video: VideoFeatures): number =>
  quantile(
    video.frames.map((frame) => frame.middleChange).filter((change) => change >= 6),
    0.5,
  ) || 0;

/** Each picture from its frame to the next different one, where it stood for `STANDSTILL_MS` or more: repeated or missing frames alike. */
const holds = ({ tMs, frames }: VideoFeatures, endMs: number, usual: number): Hold[] => {
  const [still, dead] = [stillChange(usual), deadChange(usual)];
  const moved = (i: number) => i === 0 || frames[i]!.middleChange >= still || frames[i]!.edgeTiles > CLOCK_TILES;
  const starts = frames.flatMap((_, i) => (moved(i) ? [i] : []));
  return starts.flatMap((from, k) => {
    const to = starts[k + 1] ?? frames.length;
    const span = { startMs: tMs[from]!, endMs: to < frames.length ? tMs[to]! : Math.max(endMs, tMs[from]!) };
    if (lengthMs(span) < STANDSTILL_MS) return [];
    const inside = frames.slice(from + 1, to);
    if (inside.filter((frame) => frame.middleChange < dead).length < inside.length * DEAD_SHARE) return [];
    const drift =
      quantile(
        inside.slice(-5).map((frame) => frame.drift),
        0.5,
      ) || 0;
    return [{ ...span, drift, jump: frames[to]?.middleChange ?? 0 }];
  });
};

/**
 * Frozen (画面冻结) spans and stutter (卡顿: at least three standstills, each at most 4 s after the one before).
 * `except`: black, covered and low-frame-rate spans, which stand still for their own reason.
 */
export const findStandstill = (
  video: VideoFeatures,
  options: { endMs: number; except: Span[]; slow: Span[] },
): Standstill => {
  const usual = usualMovement(video);
  const all = holds(video, options.endMs, usual);
  const long = all.filter((hold) => lengthMs(hold) >= PIECE_MS && hold.drift <= DRIFT);
  const frozen = subtractSpans(mergeSpans(long, 100), options.except).filter((span) => lengthMs(span) >= FROZEN_MS);
  const short = all.filter(
    (hold) =>
      lengthMs(hold) < FROZEN_MS &&
      ![...options.slow, ...options.except, ...frozen].some((other) => overlaps(other, hold)),
  );
  const stutter = mergeSpans(
    short.map(({ startMs, endMs }) => ({ startMs, endMs })),
    STUTTER_WITHIN_MS,
  ).flatMap((span) => {
    const inside = short.filter((hold) => overlaps(hold, span));
    const jumps = inside.filter((hold) => hold.jump >= usual * JUMP_OF_USUAL).length;
    return inside.length >= STUTTER_COUNT && jumps >= inside.length * JUMPING_SHARE
      ? [{ ...span, count: inside.length }]
      : [];
  });
  return { frozen, stutter };
};
