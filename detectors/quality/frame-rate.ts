import { quantile } from '@mingjian/signal/level.ts';
import { lengthMs, mergeSpans, runsWhere, type Span, subtractSpans } from '@mingjian/signal/spans.ts';
import type { VideoFeatures } from './video-pass.ts';

/** A repeated frame changes less than this even while VP8 refines it; see still.ts. */
const MOVED = 6;
const LEAST_MS = 2000;
/** Half the recording's own rate is seen as jerky … */
const DROP = 0.55;
/** … and below 10 a face no longer speaks fluently, whatever the recording's rate. */
const LEAST_FPS = 10;
/** One standstill longer than this is frozen, not slow. */
const LONGEST_MS = 1500;

type Interval = { t: number; gap: number };
export type FrameRateDrop = Span & { fps: number; usualFps: number };

const between = (times: ArrayLike<number>): Interval[] =>
  Array.from({ length: Math.max(0, times.length - 1) }, (_, i) => ({ t: times[i]!, gap: times[i + 1]! - times[i]! }));

/**
 * Times of the frames that differ from the one before. Repeated frames (a slow camera behind a steady encoder) count as missing,
 * but only where the picture tells them apart: between them changes are ten times as large. Otherwise a calm scene would look slow.
 */
const differentTimes = ({ tMs, frames }: VideoFeatures): number[] | undefined => {
  const moved = frames.filter((frame) => frame.middleChange >= MOVED).map((frame) => frame.middleChange);
  const rest = frames
    .slice(1)
    .filter((frame) => frame.middleChange < MOVED)
    .map((frame) => frame.middleChange);
  if (moved.length < frames.length * 0.05 || quantile(moved, 0.5) < 10 * Math.max(0.5, quantile(rest, 0.5) || 0))
    return undefined;
  return frames.flatMap((frame, i) =>
    i === 0 || frame.middleChange >= MOVED || frame.edgeTiles > 30 ? [tMs[i]!] : [],
  );
};

/**
 * Spans of at least 2 s in which new pictures come at less than 10 a second or 0.55 of the recording's usual rate, whether frames
 * are missing or repeated. A single long standstill is no low rate. `except`: spans that stand still for another reason.
 */
export const findFrameRateDrop = (video: VideoFeatures, options: { except: Span[] }): FrameRateDrop[] => {
  const stored = between(video.tMs);
  if (stored.length < 10) return [];
  const usual = quantile(
    stored.map(({ gap }) => gap),
    0.5,
  );
  const longest = Math.min(usual / DROP, 1000 / LEAST_FPS);
  const slowIn = (intervals: Interval[]): FrameRateDrop[] => {
    const long = runsWhere(intervals.length, (i) => intervals[i]!.gap > longest && intervals[i]!.gap < LONGEST_MS);
    const spans = long.map(([from, to]) => ({
      startMs: intervals[from]!.t,
      endMs: intervals[to - 1]!.t + intervals[to - 1]!.gap,
    }));
    return subtractSpans(mergeSpans(spans, usual * 2.5), options.except)
      .filter((span) => lengthMs(span) >= LEAST_MS)
      .map((span) => {
        const count = intervals.filter(({ t }) => t >= span.startMs && t < span.endMs).length;
        return { ...span, fps: (count * 1000) / lengthMs(span), usualFps: 1000 / usual };
      })
      .filter((span) => span.fps < 1000 / longest);
  };
  const missing = slowIn(stored);
  const different = differentTimes(video);
  if (different === undefined) return missing;
  const repeated = slowIn(between(different)).filter(
    (span) => !missing.some((m) => m.startMs < span.endMs && span.startMs < m.endMs),
  );
  return [...missing, ...repeated].toSorted((a, b) => a.startMs - b.startMs);
};
