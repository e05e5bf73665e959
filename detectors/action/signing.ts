import { cellPx, type InkLook, type InkPixel } from './ink.ts';

/** Writing seen: strokes that grew over several looks beside something that moved. Box in pixels of the picture looked at. */
export type Signing = {
  startMs: number;
  endMs: number;
  box: [number, number, number, number];
  inkPx: number;
  growthLooks: number;
};

/** A signature has at least this many pixels of ink, grows over three looks and one second, and stays thin in its box. */
const [leastInkPx, leastLooks, leastMs, mostFilled] = [30, 3, 1000, 0.35];
/** Share of the looks at which ink came to rest that had motion near it shortly before. */
const leastGuided = 0.6;
/** Ink is at rest one second after the hand left it at two looks a second. */
const handLooks = 4;

type Cluster = { pixels: InkPixel[]; cells: Set<string> };

/** Ink pixels that lie in neighbouring cells belong together. */
const clustersOf = (pixels: readonly InkPixel[]): Cluster[] => {
  const byCell = new Map<string, InkPixel[]>();
  for (const pixel of pixels) {
    const key = `${Math.floor(pixel.x / cellPx)},${Math.floor(pixel.y / cellPx)}`;
    byCell.set(key, [...(byCell.get(key) ?? []), pixel]);
  }
  const clusters: Cluster[] = [];
  const left = new Set(byCell.keys());
  for (const first of byCell.keys()) {
    if (!left.delete(first)) continue;
    const cluster: Cluster = { pixels: [], cells: new Set() };
    const open = [first];
    while (open.length > 0) {
      const key = open.pop()!;
      cluster.cells.add(key);
      cluster.pixels.push(...byCell.get(key)!);
      const [cx, cy] = key.split(',').map(Number) as [number, number];
      for (let dy = -1; dy <= 1; dy++)
        for (let dx = -2; dx <= 2; dx++) if (left.delete(`${cx + dx},${cy + dy}`)) open.push(`${cx + dx},${cy + dy}`);
    }
    clusters.push(cluster);
  }
  return clusters;
};

const movedNear = (look: InkLook, cells: ReadonlySet<string>): boolean => {
  for (const key of cells) {
    const [cx, cy] = key.split(',').map(Number) as [number, number];
    for (let dy = -2; dy <= 2; dy++)
      for (let dx = -2; dx <= 2; dx++) {
        const [x, y] = [cx + dx, cy + dy];
        if (x >= 0 && x < look.cells && (look.moving[y * look.cells + x] ?? 0) > cellPx) return true;
      }
  }
  return false;
};

const judged = ({ pixels, cells }: Cluster, looks: readonly InkLook[]): Signing | null => {
  const times = [...new Set(pixels.map((one) => one.tMs))].sort((a, b) => a - b);
  const [startMs, endMs] = [times[0]!, times.at(-1)!];
  if (pixels.length < leastInkPx || times.length < leastLooks || endMs - startMs < leastMs) return null;
  if (pixels.length > mostFilled * cells.size * cellPx ** 2) return null;
  // A pen that is still held over the paper is a thin dark mark too: writing counts when the hand has gone.
  if (looks.slice(-2).some((look) => movedNear(look, cells))) return null;
  const guided = times.filter((tMs) => {
    const n = looks.findIndex((look) => look.tMs === tMs);
    return looks.slice(Math.max(0, n - handLooks), n + 1).some((look) => movedNear(look, cells));
  });
  if (guided.length < leastGuided * times.length) return null;
  const [xs, ys] = [pixels.map((one) => one.x), pixels.map((one) => one.y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return {
    startMs,
    endMs,
    box: [left, top, Math.max(...xs) - left + 1, Math.max(...ys) - top + 1],
    inkPx: pixels.length,
    growthLooks: times.length,
  };
};

/** Stretches of writing in the looks of one camera, in order of time. */
export const signingsOf = (looks: readonly InkLook[]): Signing[] =>
  clustersOf(looks.flatMap((look) => look.ink))
    .map((cluster) => judged(cluster, looks))
    .filter((one): one is Signing => one !== null)
    .sort((a, b) => a.startMs - b.startMs);
