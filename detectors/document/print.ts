import { lumaOf, type Quad, type RgbFrame } from './frame.ts';
import { averaged, straighten } from './homography.ts';

/** What is written where on a paper, coarsely: enough to know a page again, not to read it. 96 × 96, mean 0, length 1. */
export type Print = Float32Array;
const sidePx = 96;
const [shiftPx, reachPx] = [2, 4];

/** The print of a paper: how much darker each place is than its surroundings, so that light and shadow do not matter. */
export const printOf = (frame: RgbFrame, quad: Quad): Print => {
  const luma = lumaOf(averaged(straighten(frame, quad, { width: sidePx * 3, height: sidePx * 3 }), 3));
  const ink = new Float32Array(sidePx * sidePx);
  const around = localMeans(luma);
  for (let i = 0; i < ink.length; i++) ink[i] = Math.max(0, around[i]! - luma[i]!);
  return normalised(ink);
};

const localMeans = (luma: Uint8Array): Float32Array => {
  const side = sidePx + 1;
  const sums = new Float64Array(side * side);
  for (let y = 0; y < sidePx; y++)
    for (let x = 0; x < sidePx; x++)
      sums[(y + 1) * side + x + 1] =
        luma[y * sidePx + x]! + sums[y * side + x + 1]! + sums[(y + 1) * side + x]! - sums[y * side + x]!;
  const out = new Float32Array(sidePx * sidePx);
  for (let y = 0; y < sidePx; y++) {
    const [top, bottom] = [Math.max(0, y - reachPx), Math.min(sidePx, y + reachPx + 1)];
    for (let x = 0; x < sidePx; x++) {
      const [left, right] = [Math.max(0, x - reachPx), Math.min(sidePx, x + reachPx + 1)];
      const sum =
        sums[bottom * side + right]! -
        sums[top * side + right]! -
        sums[bottom * side + left]! +
        sums[top * side + left]!;
      out[y * sidePx + x] = sum / ((bottom - top) * (right - left));
    }
  }
  return out;
};

const normalised = (values: Float32Array): Float32Array => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const centred = values.map((value) => value - mean);
  const length = Math.hypot(...centred) || 1;
  return centred.map((value) => value / length);
};

/** Likeness of two prints, −1 … 1, at the best of small shifts: corners jump by a pixel of the search. */
export const likeness = (a: Print, b: Print): number => {
  let best = -1;
  for (let dy = -shiftPx; dy <= shiftPx; dy++)
    for (let dx = -shiftPx; dx <= shiftPx; dx++) {
      let sum = 0;
      for (let y = shiftPx; y < sidePx - shiftPx; y++)
        for (let x = shiftPx; x < sidePx - shiftPx; x++) sum += a[y * sidePx + x]! * b[(y + dy) * sidePx + x + dx]!;
      if (sum > best) best = sum;
    }
  return best;
};
