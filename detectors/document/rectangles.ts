import { area, distance, type Point, type Quad } from './frame.ts';

/** Corners of the convex outline, clockwise on the screen (Andrew's monotone chain). */
export const outline = (points: readonly Point[]): Point[] => {
  const sorted = points.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
  if (sorted.length < 3) return sorted;
  const half = (list: readonly Point[]): Point[] => {
    const chain: Point[] = [];
    for (const point of list) {
      while (chain.length > 1 && turn(chain.at(-2)!, chain.at(-1)!, point) <= 0) chain.pop();
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.toReversed())];
};
const turn = (a: Point, b: Point, c: Point): number => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);

/** Corners in the order of `Quad`: clockwise, the corner nearest the picture's top left first. */
export const ordered = (corners: readonly Point[]): Quad => {
  const clockwise = area(corners) < 0 ? corners.toReversed() : corners;
  const sums = clockwise.map(([x, y]) => x + y);
  const first = sums.indexOf(Math.min(...sums));
  return [0, 1, 2, 3].map((i) => clockwise[(first + i) % 4]!) as unknown as Quad;
};

/** The smallest turned rectangle around a convex outline, as a quad whose first edge runs along the text (longer side). */
export const smallestRectangle = (hull: readonly Point[]): Quad => {
  let best: { size: number; quad: Point[] } | undefined;
  hull.forEach((point, i) => {
    const next = hull[(i + 1) % hull.length]!;
    const length = distance(point, next);
    if (length === 0) return;
    const [ux, uy] = [(next[0] - point[0]) / length, (next[1] - point[1]) / length];
    let [minU, maxU, minV, maxV] = [Infinity, -Infinity, Infinity, -Infinity];
    for (const [x, y] of hull) {
      const [u, v] = [x * ux + y * uy, y * ux - x * uy];
      [minU, maxU, minV, maxV] = [Math.min(minU, u), Math.max(maxU, u), Math.min(minV, v), Math.max(maxV, v)];
    }
    const size = (maxU - minU) * (maxV - minV);
    if (best !== undefined && size >= best.size) return;
    const corner = (u: number, v: number): Point => [u * ux - v * uy, u * uy + v * ux];
    best = { size, quad: [corner(minU, minV), corner(maxU, minV), corner(maxU, maxV), corner(minU, maxV)] };
  });
  return ordered(best?.quad ?? [hull[0]!, hull[0]!, hull[0]!, hull[0]!]);
};

/**
 * The four-cornered figure that follows a convex outline best: edges that change the area least are taken out one by one, each time by
 * lengthening the two neighbours until they meet. So rounded corners of cards become the corners of their straight edges.
 * Null when the outline has under four corners or does not close to a quad.
 */
export const fourCorners = (hull: readonly Point[]): Quad | null => {
  const points = [...hull];
  while (points.length > 4) {
    let best: { added: number; i: number; meet: Point } | undefined;
    points.forEach((b, i) => {
      const [a, c, d] = [points.at(i - 1)!, points[(i + 1) % points.length]!, points[(i + 2) % points.length]!];
      const meet = meeting(a, b, c, d);
      if (meet === null) return;
      const added = Math.abs(area([b, meet, c]));
      if (best === undefined || added < best.added) best = { added, i, meet };
    });
    if (best === undefined) return null;
    const { i, meet } = best;
    points[i] = meet;
    points.splice((i + 1) % points.length, 1);
  }
  return points.length === 4 ? ordered(points) : null;
};

/** Where the line a→b, carried on, meets the line d→c, carried on; null when they run apart. */
const meeting = (a: Point, b: Point, c: Point, d: Point): Point | null => {
  const [ux, uy, vx, vy] = [b[0] - a[0], b[1] - a[1], c[0] - d[0], c[1] - d[1]];
  const cross = ux * vy - uy * vx;
  if (Math.abs(cross) < 1e-9) return null;
  const s = ((c[0] - b[0]) * vy - (c[1] - b[1]) * vx) / cross;
  const t = ((c[0] - b[0]) * uy - (c[1] - b[1]) * ux) / cross;
  return s < 0 || t < 0 ? null : [b[0] + s * ux, b[1] + s * uy];
};
