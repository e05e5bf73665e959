import { quantile } from '@mingjian/signal/level.ts';
import { lengthMs, mergeSpans, overlaps, runsWhere, type Span } from '@mingjian/signal/spans.ts';
import { DEAD_SHARE, deadChange, stillChange } from './still.ts';
import type { VideoFeatures } from './video-pass.ts';

export const halves = ['left', 'right', 'top', 'bottom'] as const;
export type Half = (typeof halves)[number];
export type FrozenHalf = Span & { half: Half };

const OTHER: Record<Half, Half> = { left: 'right', right: 'left', top: 'bottom', bottom: 'top' };
/** Longer than for a whole picture: a person in one half of a split screen listens without moving for a while. */
const LEAST_MS = 3000;
const SECOND_MS = 1000;
/** A half whose person moves in nearly every second is one in which standing still is news. */
const LIVELY = 0.85;
/** A half that stands for half of the time and more is one in which little happens. */
const LIVELY_IN_ALL = 0.5;
/** While one half stands, the other must go on, or it is a standstill of the whole. */
const OTHER_MOVES = 0.8;

type HalfSeries = { tMs: ArrayLike<number>; change: Float32Array; still: number; dead: number };

const seriesOf = ({ tMs, frames }: VideoFeatures, half: Half): HalfSeries => {
  const change = Float32Array.from(frames, (frame) => frame.halfChange[halves.indexOf(half)]!);
  const usual =
    quantile(
      change.filter((value) => value >= 6),
      0.5,
    ) || 0;
  return { tMs, change, still: stillChange(usual), dead: deadChange(usual) };
};

/** Share of the seconds outside `except` in which the half moves. */
const liveliness = ({ tMs, change, still }: HalfSeries, inside: (t: number) => boolean): number => {
  const moved = new Map<number, boolean>();
  for (let i = 1; i < change.length; i++) {
    if (!inside(tMs[i]!)) continue;
    const second = Math.floor(tMs[i]! / SECOND_MS);
    moved.set(second, moved.get(second) === true || change[i]! >= still);
  }
  const seconds = [...moved.values()];
  return seconds.length < 4 ? 0 : seconds.filter(Boolean).length / seconds.length;
};

/** A key frame may redraw a standing half: pieces this long belong together. */
const PIECE_MS = 1000;

/** Spans in which a half does not move and, between refinements of the codec, repeats itself. */
const standing = ({ tMs, change, still, dead }: HalfSeries, endMs: number): Span[] => {
  const pieces = runsWhere(change.length - 1, (i) => change[i + 1]! < still).flatMap(([from, to]) => {
    const span = { startMs: tMs[from]!, endMs: to + 1 < change.length ? tMs[to + 1]! : endMs };
    const inside = change.subarray(from + 1, to + 1);
    const repeats = inside.filter((value) => value < dead).length;
    return lengthMs(span) >= PIECE_MS && repeats >= inside.length * DEAD_SHARE ? [span] : [];
  });
  return mergeSpans(pieces, 100).filter((span) => lengthMs(span) >= LEAST_MS);
};

/**
 * One half of a split screen stands still while the other goes on (分屏单侧冻结). Only where both halves move nearly always otherwise:
 * a picture with one person, or with somebody who sits still, has no such halves, and nothing is said. `except`: whole standstills and the dark.
 */
export const findFrozenHalves = (video: VideoFeatures, options: { endMs: number; except: Span[] }): FrozenHalf[] => {
  if (video.frames.length < 100) return [];
  const series = Object.fromEntries(halves.map((half) => [half, seriesOf(video, half)])) as Record<Half, HalfSeries>;
  return halves.flatMap((half) => {
    const spans = standing(series[half], options.endMs).filter(
      (span) => !options.except.some((o) => overlaps(o, span)),
    );
    if (spans.length === 0) return [];
    const outside = (t: number) => !spans.some((span) => t >= span.startMs && t <= span.endMs + 200);
    const all = () => true;
    if (liveliness(series[half], outside) < LIVELY || liveliness(series[half], all) < LIVELY_IN_ALL) return [];
    if (liveliness(series[OTHER[half]], all) < LIVELY) return [];
    return spans
      .filter((span) => liveliness(series[OTHER[half]], (t) => t >= span.startMs && t < span.endMs) >= OTHER_MOVES)
      .map((span) => ({ ...span, half }));
  });
};
