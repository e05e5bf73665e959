import { quantile } from '@mingjian/signal/level.ts';
import { lengthMs, mergeSpans, runsWhere, type Span } from '@mingjian/signal/spans.ts';
import type { VideoFeatures } from './video-pass.ts';

const LEAST_MS = 500;
/** Share of dark pixels of a black picture, as in ffmpeg's blackdetect. */
const BLACK_SHARE = 0.98;
/** A hand, a cap or a wall before the lens: the picture's light becomes even. A face in a room spreads over 40–60 steps. */
const COVERED_SPREAD = 16;
const COVERED_OF_USUAL = 0.4;
/** Blur of 2.5 px (H.264) and of 6 px (VP8) left 0.5 and 0.46 of the fine detail; sharp pictures stayed above 0.87. */
const BLURRED_OF_SHARP = 0.68;

const spansWhere = (times: ArrayLike<number>, endMs: number, test: (i: number) => boolean): Span[] =>
  runsWhere(times.length, test).map(([from, to]) => ({
    startMs: times[from]!,
    endMs: to < times.length ? times[to]! : endMs,
  }));

export const findBlack = ({ tMs, frames }: VideoFeatures, endMs: number): Span[] =>
  mergeSpans(
    spansWhere(tMs, endMs, (i) => frames[i]!.darkShare >= BLACK_SHARE),
    200,
  ).filter((span) => lengthMs(span) >= LEAST_MS);

/** Covered (遮挡): even light without detail, neither black nor the recording's usual picture. */
export const findCovered = ({ tMs, frames }: VideoFeatures, endMs: number): (Span & { lumaSpread: number })[] => {
  const usual = quantile(
    frames.map((frame) => frame.spread),
    0.75,
  );
  const limit = Math.min(COVERED_SPREAD, usual * COVERED_OF_USUAL);
  const spans = spansWhere(tMs, endMs, (i) => frames[i]!.spread < limit && frames[i]!.darkShare < BLACK_SHARE);
  return mergeSpans(spans, 200)
    .filter((span) => lengthMs(span) >= 2 * LEAST_MS)
    .map((span) => ({
      ...span,
      lumaSpread: quantile(
        frames.flatMap((frame, i) => (tMs[i]! >= span.startMs && tMs[i]! < span.endMs ? [frame.spread] : [])),
        0.5,
      ),
    }));
};

/**
 * Blurred (模糊) against the sharp quarter of the same recording. A recording that is soft from end to end is not found: there is
 * nothing to compare with. `except`: black and covered spans.
 */
export const findBlurred = (
  video: VideoFeatures,
  options: { endMs: number; except: Span[] },
): (Span & { detailOfSharp: number })[] => {
  const { sharpness, frames, tMs } = video;
  const inside = (t: number) => options.except.some((span) => t >= span.startMs - 100 && t < span.endMs + 100);
  const seen = sharpness.filter(({ tMs: t }) => !inside(t));
  if (seen.length < 8) return [];
  const sharp = quantile(
    seen.map((s) => s.fine),
    0.75,
  );
  const usualSpread = quantile(
    frames.map((frame) => frame.spread),
    0.5,
  );
  // Blur leaves the large light and dark as they are; another scene does not.
  const sameScene = (t: number) => {
    const i = tMs.findIndex((time) => time >= t);
    const spread = frames[i < 0 ? frames.length - 1 : i]!.spread;
    return spread > usualSpread * 0.7 && spread < usualSpread * 1.4;
  };
  const times = sharpness.map((s) => s.tMs);
  const blurred = (i: number) =>
    sharpness[i]!.fine < sharp * BLURRED_OF_SHARP && !inside(times[i]!) && sameScene(times[i]!);
  return spansWhere(times, options.endMs, blurred)
    .map(({ startMs, endMs }) => {
      const values = sharpness.filter((s) => s.tMs >= startMs && s.tMs < endMs).map((s) => s.fine);
      // Looked at twice a second: the edge lies half a step before the first blurred look and before the first sharp one.
      const half = (t: number) => (t <= (times[0] ?? 0) || t >= options.endMs ? t : t - 250);
      return { startMs: half(startMs), endMs: half(endMs), detailOfSharp: quantile(values, 0.5) / sharp };
    })
    .filter((span) => lengthMs(span) >= 1000 && !edgesStay(video.sharpness, span));
};

/** With fewer clear edges in a look there are none to compare. */
const FEW_EDGES = 30;
/** Blur of 2.5 px leaves .4 of an edge's sharpness; when a person leaves, less detail is there, but what is left stays sharp. */
const STAYS_SHARP = 0.85;

/** Less detail is no blur where the edges that are left are as sharp as ever. */
const edgesStay = (looks: VideoFeatures['sharpness'], span: Span): boolean => {
  const clear = looks.filter((look) => look.edges >= FEW_EDGES);
  const inside = clear.filter((look) => look.tMs >= span.startMs && look.tMs < span.endMs);
  const usual = quantile(
    clear.map((look) => look.sharpness),
    0.75,
  );
  return (
    inside.length >= 2 &&
    quantile(
      inside.map((look) => look.sharpness),
      0.5,
    ) >=
      usual * STAYS_SHARP
  );
};
