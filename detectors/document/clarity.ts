import { distance, lumaOf, type Quad, type RgbFrame } from './frame.ts';
import { linePicture } from './ocr/line-picture.ts';

/** How well a paper can be read, before any word is known. */
export type Clarity = {
  /** Median luma of the paper, 0–255. */
  brightness: number;
  /** Part of the paper that is burnt out (all colours ≥ 252) while the paper itself is not white, 0–1. */
  glareShare: number;
  /** Median height of a line in pixels of the picture as it came. */
  lineHeightPx: number;
  /** Width of an edge of the letters ÷ line height: .03 sharp, over .16 unreadable. */
  blur: number;
};
export type Unclear = 'too small' | 'dark' | 'glare' | 'blurred' | 'cut off';

/** Measured on rendered cards and pages with growing defects (bench/accuracy-documents.ts): beyond these characters begin to be lost. */
export const clearPaper = { leastLineHeightPx: 9, leastBrightness: 40, mostGlareShare: 0.03, mostBlur: 0.16 };

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const lineHeight = (quad: Quad): number => Math.min(distance(quad[0], quad[1]), distance(quad[0], quad[3]));

/** How many pixels an edge of the letters takes, as a part of the line's height; NaN for a line without contrast. */
const edgeWidth = (frame: RgbFrame, quad: Quad): number => {
  const line = linePicture(frame, quad);
  const luma = lumaOf(line);
  const slopes: number[] = [];
  for (let y = 8; y < line.height - 8; y++)
    for (let x = 0; x < line.width - 1; x++)
      slopes.push(Math.abs(luma[y * line.width + x + 1]! - luma[y * line.width + x]!));
  const at = (values: ArrayLike<number>, part: number) => values[Math.floor(values.length * part)]!;
  const levels = luma.toSorted();
  const steepest = at(
    slopes.sort((a, b) => a - b),
    0.99,
  );
  return steepest === 0 ? Number.NaN : (at(levels, 0.98) - at(levels, 0.02)) / steepest / line.height;
};

/** `scale` = pixels of `paper` per pixel of the picture it was straightened from. At most twelve lines are looked at. */
export const clarityOf = (paper: RgbFrame, lines: readonly Quad[], scale: number): Clarity => {
  const luma = lumaOf(paper);
  const brightness = luma.toSorted()[Math.floor(luma.length / 2)]!;
  let burnt = 0;
  for (let i = 0; i < paper.rgb.length; i += 3)
    if (paper.rgb[i]! >= 252 && paper.rgb[i + 1]! >= 252 && paper.rgb[i + 2]! >= 252) burnt++;
  const step = Math.max(1, Math.floor(lines.length / 12));
  const widths = lines
    .filter((_, i) => i % step === 0)
    .map((quad) => edgeWidth(paper, quad))
    .filter((width) => !Number.isNaN(width));
  return {
    brightness,
    glareShare: brightness >= 244 ? 0 : burnt / luma.length,
    lineHeightPx: median(lines.map(lineHeight)) / scale,
    blur: widths.length === 0 ? 1 : median(widths),
  };
};

/** Why a paper cannot be read for sure; empty when nothing speaks against it. */
export const unclearReasons = (clarity: Clarity, cutOff: boolean): Unclear[] => [
  ...(clarity.lineHeightPx < clearPaper.leastLineHeightPx ? (['too small'] as const) : []),
  ...(clarity.brightness < clearPaper.leastBrightness ? (['dark'] as const) : []),
  ...(clarity.glareShare > clearPaper.mostGlareShare ? (['glare'] as const) : []),
  ...(clarity.blur > clearPaper.mostBlur ? (['blurred'] as const) : []),
  ...(cutOff ? (['cut off'] as const) : []),
];
