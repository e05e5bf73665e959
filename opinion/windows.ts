import type { Turn } from '@mingjian/timeline';
import { masked } from './mask.ts';
import type { Line } from './quote.ts';

export type WindowSize = {
  /** Characters of the turns in one question; about as many tokens. */
  windowChars: number;
  /** Characters that two neighbours share, so that what is said over several turns stands whole in one of them. */
  overlapChars: number;
};
export const usualWindow: WindowSize = { windowChars: 6_000, overlapChars: 900 };

const piecesOf = (text: string, { windowChars, overlapChars }: WindowSize): { from: number; text: string }[] => {
  const longest = Math.max(1, Math.floor(windowChars / 2));
  const step = Math.max(1, longest - Math.min(overlapChars, Math.floor(longest / 4)));
  const pieces = [{ from: 0, text: text.slice(0, longest) }];
  for (let from = step; from + longest - step < text.length; from += step)
    pieces.push({ from, text: text.slice(from, from + longest) });
  return pieces;
};

/** Turns as numbered lines with their digits masked; a turn longer than half a window comes in overlapping pieces. */
const linesOf = (turns: readonly Turn[], size: WindowSize): Line[] =>
  turns.flatMap((turn, i) =>
    turn.text.trim() === '' ? [] : piecesOf(masked(turn.text), size).map((piece) => ({ turn: i, ...piece })),
  );

const lengthOf = (lines: readonly Line[]): number => lines.reduce((sum, line) => sum + line.text.length, 0);

/** First line of the window after one that ends before `end`: the last lines again, but always further than `start`. */
const overlapStart = (lines: readonly Line[], range: { start: number; end: number }, overlapChars: number): number => {
  let next = range.end;
  while (next > range.start + 1 && lengthOf(lines.slice(next - 1, range.end)) <= overlapChars) next -= 1;
  return next;
};

/** A conversation in overlapping windows of whole lines, in order; every line stands in at least one. */
export const windowsOf = (turns: readonly Turn[], size: WindowSize = usualWindow): Line[][] => {
  const lines = linesOf(turns, size);
  const windows: Line[][] = [];
  let start = 0;
  while (start < lines.length) {
    let end = start + 1;
    while (end < lines.length && lengthOf(lines.slice(start, end + 1)) <= size.windowChars) end += 1;
    windows.push(lines.slice(start, end));
    if (end === lines.length) break;
    start = overlapStart(lines, { start, end }, size.overlapChars);
  }
  return windows;
};
