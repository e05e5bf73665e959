import { distance } from './frame.ts';
import type { ReadLine } from './ocr/read-lines.ts';

/** Lines that stand at the same height, left to right. `certainty` holds one number for each character of `text`. */
export type Row = { text: string; certainty: number[]; top: number; bottom: number; left: number; right: number };

const box = ({ quad }: ReadLine) => {
  const [xs, ys] = [quad.map(([x]) => x), quad.map(([, y]) => y)];
  return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
};

/** Full-width forms become plain ones, dashes and colons one of each kind; one character may become several. */
const plain = (character: string): string =>
  character
    .normalize('NFKC')
    .replace(/[—–‐‑‒―－]/g, '-')
    .replace(/[：]/g, ':')
    .replace(/[﹒•・]/g, '·');

const textOf = (line: ReadLine): { text: string; certainty: number[] } => {
  const parts = line.characters.map((one) => ({ text: plain(one.text), confidence: one.confidence }));
  return {
    text: parts.map((one) => one.text).join(''),
    certainty: parts.flatMap((one) => Array.from({ length: one.text.length }, () => one.confidence)),
  };
};

/**
 * Boxes of neighbouring lines overlap, and the character between them is then read twice, once cut in half: of two characters at one
 * place the less certain goes.
 */
const withoutDoubles = (lines: readonly ReadLine[]): ReadLine[] => {
  const kept = lines.map((line) => ({ ...line, characters: [...line.characters] }));
  kept.slice(1).forEach((line, i) => {
    const before = kept[i]!;
    const [a, b] = [box(before), box(line)];
    const [last, first] = [before.characters.at(-1), line.characters[0]];
    if (a.right <= b.left || last === undefined || first === undefined) return;
    const gap = b.left + first.place * (b.right - b.left) - a.left - last.place * (a.right - a.left);
    if (gap > 0.6 * Math.min(a.bottom - a.top, b.bottom - b.top)) return;
    if (last.confidence < first.confidence) before.characters.pop();
    else line.characters.shift();
  });
  return kept;
};

const joined = (lines: readonly ReadLine[]): Row => {
  const sorted = withoutDoubles(lines.toSorted((a, b) => box(a).left - box(b).left));
  const boxes = sorted.map(box);
  const row: Row = {
    text: '',
    certainty: [],
    left: Math.min(...boxes.map((one) => one.left)),
    right: Math.max(...boxes.map((one) => one.right)),
    top: Math.min(...boxes.map((one) => one.top)),
    bottom: Math.max(...boxes.map((one) => one.bottom)),
  };
  for (const line of sorted) {
    const { text, certainty } = textOf(line);
    if (row.text !== '') {
      row.text += ' ';
      row.certainty.push(1);
    }
    row.text += text;
    row.certainty.push(...certainty);
  }
  return row;
};

/** Rows from the top: a line belongs to the row whose middle it overlaps by more than half of the smaller height. */
export const rowsOf = (lines: readonly ReadLine[]): Row[] => {
  const rows: { lines: ReadLine[]; middle: number; height: number }[] = [];
  const byTop = lines.toSorted((a, b) => middleOf(a) - middleOf(b));
  for (const line of byTop) {
    const height = Math.min(distance(line.quad[0], line.quad[3]), distance(line.quad[0], line.quad[1]));
    const row = rows.findLast((one) => Math.abs(one.middle - middleOf(line)) < 0.5 * Math.min(one.height, height));
    if (row === undefined) rows.push({ lines: [line], middle: middleOf(line), height });
    else {
      row.lines.push(line);
      row.middle += (middleOf(line) - row.middle) / row.lines.length;
    }
  }
  return rows.map((row) => joined(row.lines));
};
const middleOf = ({ quad }: ReadLine): number => quad.reduce((sum, [, y]) => sum + y, 0) / 4;
