import { quantile } from '@mingjian/signal/level.ts';
import { lengthMs, mergeSpans, runsWhere, type Span, subtractSpans } from '@mingjian/signal/spans.ts';
import type { VideoFeatures } from './video-pass.ts';

/** A repeated frame changes less than this even while VP8 refines it; see still.ts. */
const MOVED = 6;
const LEAST_MS = 2000;
/** Half the recording's own rate is seen as jerky; below 10 a face no longer speaks fluently (lip reading fails under 12 fps). */
const DROP = 0.55;

/** For each frame the time to the next different frame, ms: missing frames and repeated frames count alike. */
const intervals = ({ tMs, frames }: VideoFeatures): { t: number; gap: number }[] => {
  const shown = frames.flatMap((frame, i) =>
    i === 0 || frame.middleChange >= MOVED || frame.edgeTiles > 30 ? [tMs[i]!] : [],
  );
  return shown.slice(1).map((t, i) => ({ t: shown[i]!, gap: t - shown[i]! }));
};

/**
 * Spans of at least 2 s where different pictures come at less than 0.55 of the recording's usual rate. A single long standstill is no low
 * rate: half of the intervals in a span must be long. `moving` false (nearly nothing moves) gives no judgement on repeated frames.
 */
export const findFrameRateDrop = (
  video: VideoFeatures,
  options: { except: Span[] },
): (Span & { fps: number; usualFps: number })[] => {
  const { tMs, frames } = video;
  if (tMs.length < 50) return [];
  const moving =
    quantile(
      frames.map((frame) => frame.middleChange),
      0.25,
    ) >=
    2 * MOVED;
  const all = moving ? intervals(video) : Array.from(tMs.subarray(1), (t, i) => ({ t: tMs[i]!, gap: t - tMs[i]! }));
  const usual = quantile(
    Array.from(tMs.subarray(1), (t, i) => t - tMs[i]!),
    0.5,
  );
  const long = (i: number) => all[i]!.gap > usual / DROP && all[i]!.gap < 1500;
  const spans = runsWhere(all.length, long).map(([from, to]) => ({
    startMs: all[from]!.t,
    endMs: all[to - 1]!.t + all[to - 1]!.gap,
  }));
  return subtractSpans(mergeSpans(spans, usual * 2.5), options.except)
    .filter((span) => lengthMs(span) >= LEAST_MS)
    .map((span) => {
      const inside = all.filter(({ t }) => t >= span.startMs && t < span.endMs);
      return { ...span, fps: (inside.length * 1000) / lengthMs(span), usualFps: 1000 / usual };
    })
    .filter((span) => span.fps < span.usualFps * DROP);
};
