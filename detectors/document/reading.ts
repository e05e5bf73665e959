import type { Clarity } from './clarity.ts';
import type { Quad } from './frame.ts';
import type { ReadLine } from './ocr/read-lines.ts';

/** What the engine saw of one paper, before anybody asks what it means. */
export type PaperReading = {
  /** Corners in the picture as it came; the whole picture when no outline was found. */
  quad: Quad;
  outlineFound: boolean;
  /** A side or corner of the paper, or a line of it, lies outside the picture. */
  cutOff: boolean;
  /** Clockwise quarter turns that made it upright. */
  quarters: number;
  /** Size of the straightened paper; lines are in its pixels. */
  width: number;
  height: number;
  /** Places that look like writing, read or not. */
  linesFound: number;
  lines: ReadLine[];
  clarity: Clarity;
};
