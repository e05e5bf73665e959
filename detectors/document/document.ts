import { type Clarity, unclearReasons } from './clarity.ts';
import { type Check, type Fields, sureEnough } from './fields/field.ts';
import { checksOf, type DocumentKind, fieldsOf, kindOf, requiredFields } from './fields/kind.ts';
import type { Point, Quad } from './frame.ts';
import { backToPicture } from './read-paper.ts';
import type { PaperReading } from './reading.ts';
import { type Row, rowsOf } from './rows.ts';

/** One line with its place in the picture as it came: x, y, width, height in pixels. */
export type DocumentLine = { text: string; confidence: number; box: [number, number, number, number] };

/** A paper or card, read and judged. `undecidable` never hides what was read: it says what must not be trusted. */
export type Document = {
  kind: DocumentKind;
  decision: 'read' | 'undecidable';
  reasons: string[];
  fields: Fields;
  checks: Record<string, Check>;
  lines: DocumentLine[];
  rows: Row[];
  quad: Quad;
  outlineFound: boolean;
  /** Clockwise quarter turns that made it upright. */
  quarters: number;
  clarity: Clarity;
};

/** Pages under this mean certainty hold wrong characters; clean ones have .98 and more, heavily degraded ones .9. */
const leastMeanCertainty = 0.85;

const reasonsOf = (kind: DocumentKind, fields: Fields, reading: PaperReading): string[] => {
  if (kind === 'none') return reading.linesFound > 0 ? ['the writing cannot be read'] : ['nothing is written on it'];
  const required = requiredFields[kind] ?? [];
  const missing = required.filter((name) => fields[name] === undefined);
  const unsure = required.filter((name) => (fields[name]?.certainty ?? 1) < sureEnough);
  const mean = reading.lines.reduce((sum, line) => sum + line.confidence, 0) / reading.lines.length;
  return [
    ...unclearReasons(reading.clarity, reading.cutOff),
    ...missing.map((name) => `${name} was not read`),
    ...unsure.map((name) => `${name} was read unsurely`),
    ...(required.length === 0 && mean < leastMeanCertainty
      ? [`read unsurely (mean certainty ${mean.toFixed(2)})`]
      : []),
  ];
};

const boxOf = (quad: Quad, back: (point: Point) => Point): DocumentLine['box'] => {
  const corners = quad.map(back);
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  const [left, top] = [Math.round(Math.min(...xs)), Math.round(Math.min(...ys))];
  return [left, top, Math.round(Math.max(...xs)) - left, Math.round(Math.max(...ys)) - top];
};

/** What a reading means. `onDate` (ISO) is the day on which validity counts; without it validity is undecidable. */
export const documentOf = (reading: PaperReading, about: { onDate?: string } = {}): Document => {
  const rows = rowsOf(reading.lines);
  const kind = kindOf(rows);
  const fields = fieldsOf(kind, rows);
  const reasons = reasonsOf(kind, fields, reading);
  const back = backToPicture(reading);
  return {
    kind,
    decision: reasons.length === 0 ? 'read' : 'undecidable',
    reasons,
    fields,
    checks: checksOf(kind, fields, about),
    lines: reading.lines.map(({ text, confidence, quad }) => ({ text, confidence, box: boxOf(quad, back) })),
    rows,
    quad: reading.quad,
    outlineFound: reading.outlineFound,
    quarters: reading.quarters % 4,
    clarity: reading.clarity,
  };
};
