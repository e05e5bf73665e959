import { quantile } from '@mingjian/signal/level.ts';
import type { VideoFeatures } from './video-pass.ts';

/**
 * Sharp or not without anything sharp to compare with, from the sharpness of clear edges (edgeSharpness), three-valued. Measured at 640
 * wide: sharp recordings .91, VP8 at 150 kb/s .93, a picture enlarged to twice its size .51–.55, blurred by σ = 1.5 px .46, 2.5 px .35, 4 px .28.
 */
const SHARP = 0.45;
const BLURRED = 0.37;
/** Fewer clear edges say nothing: an empty wall, the dark, a person far away in fog. */
const LEAST_EDGES = 150;
const LEAST_LOOKS = 6;
/** A recording is soft from end to end when its sharpest moments are soft too. */
const BEST_SHARE = 0.95;

export type WholeSharpness =
  | { decision: 'sharp'; edgeSharpness: number }
  | { decision: 'blurred'; edgeSharpness: number }
  | { decision: 'undecidable'; reason: string; edgeSharpness?: number };

/** Judges the recording as a whole; parts that are softer than the rest are `findBlurred`'s. */
export const wholeSharpness = ({ sharpness }: Pick<VideoFeatures, 'sharpness'>): WholeSharpness => {
  const seen = sharpness.filter((look) => look.edges >= LEAST_EDGES).map((look) => look.sharpness);
  if (seen.length < LEAST_LOOKS)
    return { decision: 'undecidable', reason: `only ${seen.length} looks with enough clear edges to judge sharpness` };
  const best = quantile(seen, BEST_SHARE);
  if (best >= SHARP) return { decision: 'sharp', edgeSharpness: best };
  if (best <= BLURRED) return { decision: 'blurred', edgeSharpness: quantile(seen, 0.5) };
  const reason = `the sharpest edges reach ${best.toFixed(2)}: softer than a sharp picture (${SHARP}), not surely blurred (${BLURRED})`;
  return { decision: 'undecidable', reason, edgeSharpness: best };
};
