import { distance, type Point, type Quad, type RgbFrame } from './frame.ts';

/** Places along a side where its edge is looked for. */
const looks = 32;

/**
 * Corners to about a pixel: along each side of a quad found on a small picture, the steepest change across the side within `reachPx` is
 * looked for in the full picture, a line is laid through the places (outliers left out), and the lines are crossed.
 */
export const sharpenCorners = (frame: RgbFrame, quad: Quad, reachPx: number): Quad => {
  const sides = quad.map((from, i) => sideLine(frame, from, quad[(i + 1) % 4]!, reachPx));
  const corners = quad.map((corner, i) => {
    const met = crossing(sides[(i + 3) % 4]!, sides[i]!);
    return met !== null && distance(met, corner) < 3 * reachPx ? met : corner;
  });
  return corners as unknown as Quad;
};

type Line = readonly [Point, Point];

const sideLine = (frame: RgbFrame, from: Point, to: Point, reachPx: number): Line => {
  const length = distance(from, to) || 1;
  const normal: Point = [-(to[1] - from[1]) / length, (to[0] - from[0]) / length];
  const at = (part: number, off: number): Point => [
    from[0] + (to[0] - from[0]) * part + normal[0] * off,
    from[1] + (to[1] - from[1]) * part + normal[1] * off,
  ];
  const places: [part: number, off: number][] = [];
  for (let i = 0; i < looks; i++) {
    const part = 0.08 + (0.84 * i) / (looks - 1);
    const off = steepest((along) => lumaAt(frame, at(part, along)), reachPx);
    if (off !== null) places.push([part, off]);
  }
  const [start, slope] = fitted(places);
  return [at(0, start), at(1, start + slope)];
};

/** Where the light changes most across the side, between −reach and reach; null where it hardly changes. */
const steepest = (light: (along: number) => number, reachPx: number): number | null => {
  let [best, found] = [10, null as number | null];
  for (let along = -reachPx; along <= reachPx; along++) {
    const change = Math.abs(light(along + 1) + light(along + 2) - light(along - 1) - light(along - 2)) / 2;
    if (change > best) [best, found] = [change, along];
  }
  return found;
};

const lumaAt = (frame: RgbFrame, [x, y]: Point): number => {
  const [u, v] = [Math.round(x - 0.5), Math.round(y - 0.5)];
  const at = (Math.min(Math.max(v, 0), frame.height - 1) * frame.width + Math.min(Math.max(u, 0), frame.width - 1)) * 3;
  return (77 * frame.rgb[at]! + 150 * frame.rgb[at + 1]! + 29 * frame.rgb[at + 2]!) / 256;
};

/** Line through most of the places: the pair of places that has most others within 1.5 pixels, then least squares over those. */
const fitted = (places: readonly [number, number][]): [start: number, slope: number] => {
  let best: [number, number][] = [];
  places.forEach(([p, a], i) => {
    for (const [q, b] of places.slice(i + 4)) {
      const slope = (b - a) / (q - p);
      const near = places.filter(([part, off]) => Math.abs(off - a - slope * (part - p)) < 1.5);
      if (near.length > best.length) best = near;
    }
  });
  if (best.length < looks / 4) return [0, 0];
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [p, a] = [mean(best.map(([part]) => part)), mean(best.map(([, off]) => off))];
  const spread = best.reduce((sum, [part]) => sum + (part - p) ** 2, 0);
  const slope = best.reduce((sum, [part, off]) => sum + (part - p) * (off - a), 0) / (spread || 1);
  return [a - slope * p, slope];
};

const crossing = ([a, b]: Line, [c, d]: Line): Point | null => {
  const [ux, uy, vx, vy] = [b[0] - a[0], b[1] - a[1], d[0] - c[0], d[1] - c[1]];
  const cross = ux * vy - uy * vx;
  if (Math.abs(cross) < 1e-6) return null;
  const s = ((c[0] - a[0]) * vy - (c[1] - a[1]) * vx) / cross;
  return [a[0] + s * ux, a[1] + s * uy];
};
