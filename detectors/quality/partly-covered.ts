import { quantile } from '@mingjian/signal/level.ts';
import { lengthMs, mergeSpans, runsWhere, type Span } from '@mingjian/signal/spans.ts';
import type { VideoFeatures } from './video-pass.ts';

/** Share of the tiles that are changed, and of those with something to see that are flat now, before a lens is partly covered. */
const CHANGED_SHARE = 0.6;
const FLATTENED_SHARE = 0.6;
/** Mean luma of a tile against its usual one. */
const CHANGED_LUMA = 8;
/** With fewer tiles that usually show something there is nothing to be taken away. */
const LEAST_TEXTURED = 0.12;
const BLACK_SHARE = 0.98;
const LEAST_MS = 1000;

export type PartlyCovered = Span & { coveredShare: number };

type Look = { tMs: number; mean: Uint8Array; flat: Uint8Array; isBlack: boolean };

/**
 * A lens covered in part (部分遮挡): most tiles have become flat and of another light than they usually are, while the rest of the picture
 * goes on. Another light alone leaves what is to be seen; a person who leaves an even wall changes only their own place.
 */
export const findPartlyCovered = ({ tMs, frames }: VideoFeatures, endMs: number): PartlyCovered[] => {
  const looks: Look[] = frames.flatMap((frame, i) =>
    frame.tiles === undefined ? [] : [{ tMs: tMs[i]!, ...frame.tiles, isBlack: frame.darkShare >= BLACK_SHARE }],
  );
  const first = looks[0];
  if (looks.length < 8 || first === undefined) return [];
  const tiles = first.mean.length;
  const usualMean = Array.from({ length: tiles }, (_, at) =>
    quantile(
      looks.map((look) => look.mean[at]!),
      0.5,
    ),
  );
  const usualFlat = Array.from({ length: tiles }, (_, at) =>
    quantile(
      looks.map((look) => look.flat[at]!),
      0.5,
    ),
  );
  const textured = usualFlat.filter((flat) => flat === 0).length;
  if (textured < tiles * LEAST_TEXTURED) return [];
  const coveredShare = (look: Look): number => {
    let [covered, changed, flattened] = [0, 0, 0];
    for (let at = 0; at < tiles; at++) {
      const isChanged = Math.abs(look.mean[at]! - usualMean[at]!) >= CHANGED_LUMA;
      if (isChanged) changed++;
      if (look.flat[at] !== 1) continue;
      if (usualFlat[at] === 0) flattened++;
      if (isChanged || usualFlat[at] === 0) covered++;
    }
    return changed < tiles * CHANGED_SHARE || flattened < textured * FLATTENED_SHARE ? 0 : covered / tiles;
  };
  const shares = looks.map((look) => (look.isBlack ? 0 : coveredShare(look)));
  const spans = runsWhere(looks.length, (i) => shares[i]! >= CHANGED_SHARE).map(([from, to]) => ({
    startMs: edge(looks, from),
    endMs: to < looks.length ? edge(looks, to) : endMs,
  }));
  return mergeSpans(spans, 600)
    .filter((span) => lengthMs(span) >= LEAST_MS)
    .map((span) => {
      const inside = shares.filter((_, i) => looks[i]!.tMs >= span.startMs && looks[i]!.tMs < span.endMs);
      return { ...span, coveredShare: quantile(inside, 0.5) };
    });
};

/** Seen twice a second: the edge lies half a step before. */
const edge = (looks: readonly Look[], i: number): number =>
  i === 0 ? looks[0]!.tMs : (looks[i - 1]!.tMs + looks[i]!.tMs) / 2;
