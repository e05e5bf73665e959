import type { Row } from '../rows.ts';

/** A value read from a paper. `certainty` is that of its least certain character, 0–1. */
export type Field = { value: string; certainty: number };
export type Fields = Record<string, Field>;

export type CheckResult = 'pass' | 'fail' | 'undecidable';
/** `reason` says what does not agree, or what is missing. */
export type Check = { result: CheckResult; reason?: string };
export type Checks = Record<string, Check>;

/** Under this a value is shown but decides nothing. Wrong characters of the development cards stand under .7, right ones over .9. */
export const sureEnough = 0.7;

/** Spaces go; so do marks in front and behind that are stains or parts of the print. */
const tidy = (text: string): string =>
  text
    .replace(/\s+/g, '')
    .replace(/^[-·.,:;'`~_|、。，]+/, '')
    .replace(/[-·,:;'`~_|、，]+$/, '');

/** The part of a row from `start` to `end` as a field, or undefined when nothing is left of it. Marks at its ends do not count. */
export const fieldAt = (row: Row, start: number, end: number): Field | undefined => {
  const text = row.text.slice(start, end);
  const value = tidy(text);
  if (value === '') return undefined;
  const first = text.search(/[^\s\-·.,:;'`~_|、。，]/);
  const certainties = row.certainty.slice(start + Math.max(0, first), end);
  const counted = certainties.filter((_, i) => /[\p{L}\p{N}]/u.test(text[Math.max(0, first) + i] ?? ''));
  return { value, certainty: Math.min(1, ...counted) };
};

/** First group of the first row that fits, or the whole match. */
export const firstField = (rows: readonly Row[], pattern: RegExp): Field | undefined => {
  const searching = new RegExp(pattern, `${pattern.flags.replace('d', '')}d`);
  for (const row of rows) {
    const match = searching.exec(row.text);
    const span = match?.indices?.[1] ?? match?.indices?.[0];
    if (span === undefined) continue;
    const field = fieldAt(row, span[0], span[1]);
    if (field !== undefined) return field;
  }
  return undefined;
};

/** Several parts of a value, one after the other. */
export const together = (parts: readonly Field[], separator = ''): Field | undefined =>
  parts.length === 0
    ? undefined
    : {
        value: parts.map((one) => one.value).join(separator),
        certainty: Math.min(...parts.map((one) => one.certainty)),
      };

/** Only the fields that were found. */
export const found = (fields: Record<string, Field | undefined>): Fields =>
  Object.fromEntries(Object.entries(fields).filter((entry): entry is [string, Field] => entry[1] !== undefined));

/** Both values must be there and sure before a difference means anything. */
export const agree = (
  a: Field | undefined,
  b: Field | undefined,
  test: (a: string, b: string) => string | null,
): Check => {
  if (a === undefined || b === undefined) return { result: 'undecidable', reason: 'a value was not read' };
  const reason = test(a.value, b.value);
  if (reason === null) return { result: 'pass' };
  if (Math.min(a.certainty, b.certainty) < sureEnough)
    return { result: 'undecidable', reason: `${reason}, read unsurely` };
  return { result: 'fail', reason };
};
