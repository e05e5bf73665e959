import type { Row } from '../rows.ts';
import { type Field, type Fields, fieldAt } from './field.ts';

/** What stands before a value on a form, for each field. The first label that is found names the field. */
export type Labels = Record<string, RegExp>;

/**
 * Values behind their labels: `label: value`, up to the next label of the table, or the row below when the label ends its row.
 * Labels may have spaces between their characters.
 */
export const labelled = (rows: readonly Row[], labels: Labels): Fields => {
  const fields: Fields = {};
  rows.forEach((row, i) => {
    const places = placesOf(row, labels);
    places.forEach(({ name, end }, n) => {
      if (fields[name] !== undefined) return;
      const value = fieldAt(row, end, places[n + 1]?.start ?? row.text.length) ?? below(rows, i, labels);
      if (value !== undefined) fields[name] = value;
    });
  });
  return fields;
};

type Place = { name: string; start: number; end: number };
const placesOf = (row: Row, labels: Labels): Place[] => {
  const places: Place[] = [];
  for (const [name, label] of Object.entries(labels)) {
    // A label stands at the beginning, behind a gap or mark, or before a colon: 产品名称 inside a sentence is no label.
    const before = `(?:^|[\\s:;；。,，|(（])(${label.source})(?:\\s*:\\s*|\\s+|$)`;
    const match =
      new RegExp(before).exec(row.text) ??
      new RegExp(`(?<!\\p{Script=Han})(${label.source})\\s*:\\s*`, 'u').exec(row.text);
    if (match === null) continue;
    const start = match.index + match[0].indexOf(match[1]!);
    const end = match.index + match[0].length;
    if (!places.some((one) => start < one.end && one.start < end)) places.push({ name, start, end });
  }
  return places.sort((a, b) => a.start - b.start);
};

const below = (rows: readonly Row[], i: number, labels: Labels): Field | undefined => {
  const next = rows[i + 1];
  if (next === undefined || next.top - rows[i]!.bottom > 2 * (rows[i]!.bottom - rows[i]!.top)) return undefined;
  return placesOf(next, labels).length > 0 ? undefined : fieldAt(next, 0, next.text.length);
};
