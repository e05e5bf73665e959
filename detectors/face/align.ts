import type { Point, RgbFrame } from './observation.ts';

/** The ArcFace template in 112 × 112 pixels: eyes, nose tip, mouth corners. */
const template: readonly Point[] = [
  [38.2946, 51.6963],
  [73.5318, 51.5014],
  [56.0252, 71.7366],
  [41.5493, 92.3655],
  [70.7299, 92.2041],
];
export const alignedSidePx = 112;

/** x' = a·x − b·y + tx, y' = b·x + a·y + ty: rotation, scale and shift, no reflection. */
export type Similarity = { a: number; b: number; tx: number; ty: number };

const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Least-squares similarity that carries `from` onto `to`. */
export const similarity = (from: readonly Point[], to: readonly Point[]): Similarity => {
  const [fx, fy] = [mean(from.map((p) => p[0])), mean(from.map((p) => p[1]))];
  const [gx, gy] = [mean(to.map((p) => p[0])), mean(to.map((p) => p[1]))];
  let [dot, cross, size] = [0, 0, 0];
  from.forEach(([x, y], i) => {
    const [u, v] = to[i] ?? [0, 0];
    dot += (x - fx) * (u - gx) + (y - fy) * (v - gy);
    cross += (x - fx) * (v - gy) - (y - fy) * (u - gx);
    size += (x - fx) ** 2 + (y - fy) ** 2;
  });
  const [a, b] = [dot / size, cross / size];
  return { a, b, tx: gx - a * fx + b * fy, ty: gy - b * fx - a * fy };
};

/** Pixels of the picture under one pixel of the aligned face. */
export const sourceScale = (points: readonly Point[]): number => {
  const { a, b } = similarity(template, points);
  return Math.hypot(a, b);
};

/** The face turned upright and scaled to 112 × 112, RGB 0–255 interleaved; outside the picture is black. */
export const alignFace = (frame: RgbFrame, points: readonly Point[]): Float32Array => {
  const { a, b, tx, ty } = similarity(template, points);
  const out = new Float32Array(alignedSidePx * alignedSidePx * 3);
  for (let y = 0; y < alignedSidePx; y++) {
    for (let x = 0; x < alignedSidePx; x++) {
      sample(frame, { x: a * x - b * y + tx, y: b * x + a * y + ty }, out, (y * alignedSidePx + x) * 3);
    }
  }
  return out;
};

/** Bilinear look at one place of the picture. */
const sample = (frame: RgbFrame, at: { x: number; y: number }, out: Float32Array, index: number): void => {
  const [left, top] = [Math.floor(at.x), Math.floor(at.y)];
  const [dx, dy] = [at.x - left, at.y - top];
  for (const [x, y, weight] of [
    [left, top, (1 - dx) * (1 - dy)],
    [left + 1, top, dx * (1 - dy)],
    [left, top + 1, (1 - dx) * dy],
    [left + 1, top + 1, dx * dy],
  ] as const) {
    if (x < 0 || y < 0 || x >= frame.width || y >= frame.height) continue;
    const from = (y * frame.width + x) * 3;
    for (let c = 0; c < 3; c++) out[index + c]! += weight * (frame.rgb[from + c] ?? 0);
  }
};
