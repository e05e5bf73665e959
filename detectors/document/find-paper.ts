import { components } from './components.ts';
import { area, distance, type Point, type Quad, type RgbFrame } from './frame.ts';
import { fourCorners, outline } from './rectangles.ts';
import { sharpenCorners } from './sharpen-corners.ts';

/** A paper or card in a picture. */
export type Paper = {
  quad: Quad;
  /** Part of the picture that it covers, 0–1. */
  share: number;
  /** Part of its outline where the picture really has an edge, 0–1. */
  edges: number;
  /** A side lies on, or a corner outside, the edge of the picture. */
  cutOff: boolean;
};

/** The search runs on a picture this long: 40 ms, and corners are right within about one part in 200. */
const searchSidePx = 200;
/** Smaller ones hold nothing readable; larger ones are the picture itself. */
const [leastShare, mostShare] = [0.02, 0.97];
/** How well the outline must be a quad, and how much of it must be an edge. */
const [leastFit, leastEdges] = [0.93, 0.6];
const levels = 10;

type Small = { width: number; height: number; channels: Uint8Array[]; scale: number };

/** Luma, warmth (red − blue) and saturation at search size, averaged over the pixels that fall together. */
const smallOf = (frame: RgbFrame): Small => {
  const scale = Math.max(1, Math.max(frame.width, frame.height) / searchSidePx);
  const [width, height] = [Math.floor(frame.width / scale), Math.floor(frame.height / scale)];
  const channels = [0, 1, 2].map(() => new Uint8Array(width * height));
  for (let y = 0; y < height; y++) {
    const [top, bottom] = [Math.floor(y * scale), Math.max(Math.floor(y * scale) + 1, Math.floor((y + 1) * scale))];
    for (let x = 0; x < width; x++) {
      const [left, right] = [Math.floor(x * scale), Math.max(Math.floor(x * scale) + 1, Math.floor((x + 1) * scale))];
      let [r, g, b] = [0, 0, 0];
      for (let j = top; j < bottom; j++)
        for (let at = (j * frame.width + left) * 3; at < (j * frame.width + right) * 3; at += 3) {
          r += frame.rgb[at]!;
          g += frame.rgb[at + 1]!;
          b += frame.rgb[at + 2]!;
        }
      const count = (bottom - top) * (right - left);
      const i = y * width + x;
      channels[0]![i] = (0.299 * r + 0.587 * g + 0.114 * b) / count;
      channels[1]![i] = Math.min(255, Math.max(0, 128 + (r - b) / count));
      channels[2]![i] = Math.min(255, (2 * (Math.max(r, g, b) - Math.min(r, g, b))) / count);
    }
  }
  return { width, height, channels, scale };
};

/** Values that cut a channel into equal parts, each once. */
const cutsOf = (channel: Uint8Array): number[] => {
  const sorted = channel.toSorted();
  const cuts = Array.from({ length: levels - 1 }, (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / levels)]!);
  // The middle between dark and light parts is not an equal part when the paper is small.
  const [low, high] = [sorted[Math.floor(sorted.length * 0.02)]!, sorted[Math.floor(sorted.length * 0.98)]!];
  for (const part of [0.3, 0.5, 0.7]) cuts.push(Math.round(low + (high - low) * part));
  return [...new Set(cuts)].filter((cut) => cut > 0 && cut < 255);
};

const gradientAt = (channel: Uint8Array, width: number, at: number): number =>
  Math.abs(channel[at + 1]! - channel[at - 1]!) + Math.abs(channel[at + width]! - channel[at - width]!);

/** Part of the quad's outline with an edge in some channel within two pixels. Sides on the picture's border do not count. */
const edgeShare = (small: Small, quad: Quad): number => {
  let [seen, asked] = [0, 0];
  quad.forEach((from, side) => {
    const to = quad[(side + 1) % 4]!;
    const steps = Math.max(8, Math.round(Math.hypot(to[0] - from[0], to[1] - from[1])));
    for (let i = 1; i < steps; i++) {
      const x = Math.round(from[0] + ((to[0] - from[0]) * i) / steps);
      const y = Math.round(from[1] + ((to[1] - from[1]) * i) / steps);
      if (x < 3 || y < 3 || x >= small.width - 3 || y >= small.height - 3) continue;
      asked++;
      if (edgeNear(small, x, y)) seen++;
    }
  });
  return asked < 8 ? 0 : seen / asked;
};
const edgeNear = ({ channels, width }: Small, x: number, y: number): boolean => {
  for (let dy = -2; dy <= 2; dy++)
    for (let dx = -2; dx <= 2; dx++)
      for (const channel of channels) if (gradientAt(channel, width, (y + dy) * width + x + dx) > 24) return true;
  return false;
};

/** Area between the first and last pixel of every row: the component with its holes (letters) filled. */
const filledArea = (ends: readonly Point[]): number => {
  let sum = 0;
  for (let i = 0; i + 1 < ends.length; i += 4) sum += ends[i + 1]![0] - ends[i]![0];
  return sum;
};

const isCutOff = (quad: Quad, { width, height }: { width: number; height: number }): boolean => {
  const slack = 1.5;
  const outside = quad.some(
    ([x, y]) => x < -2 * slack || y < -2 * slack || x > width + 2 * slack || y > height + 2 * slack,
  );
  const onBorder = quad.some(([x, y], i) => {
    const [u, v] = quad[(i + 1) % 4]!;
    return (
      (x <= slack && u <= slack) ||
      (y <= slack && v <= slack) ||
      (x >= width - slack && u >= width - slack) ||
      (y >= height - slack && v >= height - slack)
    );
  });
  return outside || onBorder;
};

/** A quad of a paper seen through a camera: no corner sharper than 45° or flatter than 135°, sides not over 1 : 4. */
const isPlausible = (quad: Quad): boolean => {
  const sides = quad.map((p, i) => Math.hypot(quad[(i + 1) % 4]![0] - p[0], quad[(i + 1) % 4]![1] - p[1]));
  if (Math.max(...sides) > 4 * Math.min(...sides)) return false;
  return quad.every(([x, y], i) => {
    const [before, after] = [quad[(i + 3) % 4]!, quad[(i + 1) % 4]!];
    const [ax, ay, bx, by] = [before[0] - x, before[1] - y, after[0] - x, after[1] - y];
    return Math.abs((ax * bx + ay * by) / (Math.hypot(ax, ay) * Math.hypot(bx, by))) < 0.71;
  });
};

const candidateOf = (small: Small, ends: readonly Point[]): Paper | null => {
  const hull = outline(ends);
  const size = Math.abs(area(hull));
  const whole = small.width * small.height;
  if (size < leastShare * whole || filledArea(ends) < 0.9 * size) return null;
  const quad = fourCorners(hull);
  if (quad === null || !isPlausible(quad)) return null;
  const fit = size / Math.abs(area(quad));
  if (fit < leastFit) return null;
  const edges = edgeShare(small, quad);
  return { quad, share: Math.min(1, size / whole), edges: edges * fit, cutOff: isCutOff(quad, small) };
};

/**
 * Papers and cards that stand out from what is around them, the most likely first, none over another: the picture is cut at many levels
 * of luma, warmth and saturation; parts whose outline is a quad with real edges are papers. A paper that fills the picture is not found:
 * it needs no outline.
 */
export const findPapers = (frame: RgbFrame): Paper[] => {
  const small = smallOf(frame);
  const mask = new Uint8Array(small.width * small.height);
  const candidates: Paper[] = [];
  for (const channel of small.channels) {
    for (const cut of cutsOf(channel)) {
      for (const mark of [1, 2]) {
        for (let i = 0; i < mask.length; i++) mask[i] = channel[i]! > cut ? 1 : 2;
        for (const { ends } of components(mask, small.width, { leastPixels: leastShare * mask.length * 0.5, mark })) {
          const paper = candidateOf(small, ends);
          if (paper !== null && paper.share <= mostShare && paper.edges >= leastEdges * leastFit)
            candidates.push(paper);
        }
      }
    }
  }
  const up = (quad: Quad): Quad => {
    const rough = quad.map(([x, y]) => [x * small.scale, y * small.scale]) as unknown as Quad;
    return sharpenCorners(frame, rough, Math.ceil(4 * small.scale));
  };
  return apart(candidates.sort((a, b) => worth(b) - worth(a))).map((paper) => ({ ...paper, quad: up(paper.quad) }));
};
/** Large and sharply bounded beats small or vague: the photo on a card is a quad too. */
const worth = (paper: Paper): number => paper.share * paper.edges ** 2 * (paper.cutOff ? 0.5 : 1);

/** At most four, leaving out those whose corners are all near those of a better one. */
const apart = (papers: readonly Paper[]): Paper[] => {
  const kept: Paper[] = [];
  for (const paper of papers) {
    if (kept.length === 4) break;
    if (!kept.some((one) => cornerShift(one.quad, paper.quad) < 0.1)) kept.push(paper);
  }
  return kept;
};

/** How far the farthest corner moved, as a part of the first quad's longer diagonal. */
export const cornerShift = (a: Quad, b: Quad): number =>
  Math.max(...a.map((corner, i) => distance(corner, b[i]!))) / Math.max(distance(a[0], a[2]), distance(a[1], a[3]), 1);
