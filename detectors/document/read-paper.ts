import { clarityOf } from './clarity.ts';
import { findPapers, type Paper } from './find-paper.ts';
import { distance, type Point, type Quad, type RgbFrame } from './frame.ts';
import { homography, mapPoint, rectangle, straighten } from './homography.ts';
import type { FoundLine } from './ocr/find-lines.ts';
import { type Networks, readLines } from './ocr/read-lines.ts';
import type { PaperReading } from './reading.ts';

/** Sides of the straightened paper: small cards are enlarged, because the line finder misses letters under 10 pixels. */
const [leastSidePx, mostSidePx] = [960, 2000];
/** ISO 7810 ID-1 (cards) and ISO 216 (A4): a quad nearly of this shape is taken to be of it. */
const shapes = [85.6 / 53.98, Math.SQRT2];

const centre = (quad: Quad): Point => [
  quad.reduce((sum, [x]) => sum + x, 0) / 4,
  quad.reduce((sum, [, y]) => sum + y, 0) / 4,
];
const inside = (quad: Quad, [x, y]: Point): boolean =>
  quad.every(([a, b], i) => {
    const [c, d] = quad[(i + 1) % 4]!;
    return (c - a) * (y - b) - (d - b) * (x - a) >= 0;
  });

/** The quad widened from its centre: corners found on a small picture are a few pixels off, and no letter may be lost. */
const widened = (quad: Quad, by: number): Quad => {
  const [cx, cy] = centre(quad);
  return quad.map(([x, y]) => [cx + (x - cx) * (1 + by), cy + (y - cy) * (1 + by)]) as unknown as Quad;
};

export const straightSize = (quad: Quad): { width: number; height: number } => {
  const across = Math.max(distance(quad[0], quad[1]), distance(quad[3], quad[2]));
  const down = Math.max(distance(quad[0], quad[3]), distance(quad[1], quad[2]));
  const seen = Math.max(across, down) / Math.max(1, Math.min(across, down));
  const shape = shapes.find((one) => Math.abs(Math.log(seen / one)) < 0.06) ?? seen;
  const longest = Math.min(mostSidePx, Math.max(leastSidePx, across, down));
  const shortest = Math.round(longest / shape);
  return across >= down
    ? { width: Math.round(longest), height: shortest }
    : { width: shortest, height: Math.round(longest) };
};

/** The outline counts only when what is written lies in it: the photo of a card and a window behind a person are quads too. */
const holdsTheText = (paper: Paper, lines: readonly FoundLine[]): boolean =>
  lines.filter((line) => inside(paper.quad, centre(line.quad))).length >= 0.8 * lines.length;

const touchesBorder = (lines: readonly FoundLine[], { width, height }: RgbFrame): boolean =>
  lines.some(({ quad }) => quad.filter(([x, y]) => x < 1 || y < 1 || x > width - 1 || y > height - 1).length >= 2);

const levelled = (frame: RgbFrame, lines: readonly FoundLine[]): { frame: RgbFrame; quad: Quad } => {
  const whole = rectangle(frame.width, frame.height);
  const scale = Math.max(1, leastSidePx / Math.max(frame.width, frame.height));
  const angle = medianAngle(lines);
  const turn = ([x, y]: Point): Point => {
    const [dx, dy] = [x - frame.width / 2, y - frame.height / 2];
    return [
      frame.width / 2 + dx * Math.cos(angle) - dy * Math.sin(angle),
      frame.height / 2 + dx * Math.sin(angle) + dy * Math.cos(angle),
    ];
  };
  if (Math.abs(angle) < 0.01 && scale === 1) return { frame, quad: whole };
  const quad = whole.map(turn) as unknown as Quad;
  const size = { width: Math.round(frame.width * scale), height: Math.round(frame.height * scale) };
  return { frame: straighten(frame, quad, size), quad };
};

/** Slope of the written lines in radians, long ones only; steep ones are another matter (quarter turns). */
const medianAngle = (lines: readonly FoundLine[]): number => {
  const slopes = lines
    .filter(({ quad }) => distance(quad[0], quad[1]) > 4 * distance(quad[0], quad[3]))
    .map(({ quad }) => Math.atan2(quad[1][1] - quad[0][1], quad[1][0] - quad[0][0]))
    .sort((a, b) => a - b);
  const middle = slopes[Math.floor(slopes.length / 2)] ?? 0;
  return Math.abs(middle) < 0.5 ? middle : 0;
};

/**
 * Finds the paper, straightens it, reads its lines and measures how clear they are. `quad` is a paper that is known already; with
 * null the whole picture is read, without it the paper is looked for.
 */
export const readPaper = async (
  networks: Networks,
  frame: RgbFrame,
  options: { signal?: AbortSignal; quad?: Quad | null } = {},
): Promise<PaperReading> => {
  const first = options.quad ? [] : await networks.find(frame);
  const known = options.quad === undefined ? outlineOf(frame, first) : options.quad;
  const straight = known === null ? levelled(frame, first) : straightened(frame, known);
  const [a, b, c, d] = straight.quad;
  const scale = straight.frame.width / Math.max(distance(a, b), distance(d, c));
  const read = await readLines(networks, straight.frame, options);
  const clarity = clarityOf(
    read.frame,
    read.lines.map((line) => line.quad),
    scale,
  );
  return {
    quad: straight.quad,
    outlineFound: known !== null,
    cutOff: known === null ? touchesBorder(first, frame) : beyond(straight.quad, frame),
    quarters: read.quarters,
    width: read.frame.width,
    height: read.frame.height,
    linesFound: read.found,
    lines: read.lines,
    clarity,
  };
};

const outlineOf = (frame: RgbFrame, lines: readonly FoundLine[]): Quad | null => {
  if (lines.length === 0) return null;
  return findPapers(frame).find((paper) => !paper.cutOff && holdsTheText(paper, lines))?.quad ?? null;
};

const straightened = (frame: RgbFrame, quad: Quad): { frame: RgbFrame; quad: Quad } => {
  const wide = widened(quad, 0.01);
  return { frame: straighten(frame, wide, straightSize(wide)), quad: wide };
};

/** A corner further outside the picture than the search is off by. */
const beyond = (quad: Quad, { width, height }: RgbFrame): boolean => {
  const slack = 0.04 * Math.max(width, height);
  return quad.some(([x, y]) => x < -slack || y < -slack || x > width + slack || y > height + slack);
};

/** Where a place of the straightened paper lies in the picture as it came. */
export const backToPicture = (reading: PaperReading): ((point: Point) => Point) => {
  const corners = reading.quad.map((_, i) => reading.quad[(i - reading.quarters + 8) % 4]!) as unknown as Quad;
  const back = homography(rectangle(reading.width, reading.height), corners);
  return (point) => mapPoint(back, point);
};
