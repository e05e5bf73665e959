import { align } from './alignment.ts';
import { readAmount } from './fields/contract.ts';
import { readDate } from './fields/dates.ts';
import { type Field, type Fields, sureEnough } from './fields/field.ts';

/** One field of a paper against the business record. */
export type FieldMatch = {
  field: string;
  decision: 'same' | 'different' | 'undecidable';
  expected: string;
  /** What the paper says. */
  seen?: string;
  reason?: string;
};

/** Names, products and addresses without marks and spaces; numbers and dates as what they mean. */
const meaning = (field: string, text: string): string => {
  if (/^(amount)$/.test(field)) return String(readAmount(text) ?? text);
  if (/^(birth|date|validFrom|validTo)$/.test(field)) return readDate(text) ?? text;
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
};

const compared = (field: string, expected: string, read: Field | undefined): FieldMatch => {
  if (read === undefined) return { field, expected, decision: 'undecidable', reason: 'the field was not read' };
  const [wanted, found] = [meaning(field, expected), meaning(field, read.value)];
  const match = { field, expected, seen: read.value };
  // A reader that is unsure of one character cannot tell a forged number from its own mistake.
  if (read.certainty < sureEnough) return { ...match, decision: 'undecidable', reason: 'the field was read unsurely' };
  if (wanted === found) return { ...match, decision: 'same' };
  const { distance } = align([...wanted], [...found], { whole: true });
  return { ...match, decision: 'different', reason: `${distance} of ${wanted.length} characters differ` };
};

/** Compares what the record knows, field by field; fields that the record does not know are left out. */
export const compareFields = (fields: Fields, record: Readonly<Record<string, string | number>>): FieldMatch[] =>
  Object.entries(record).map(([field, expected]) => compared(field, String(expected), fields[field]));

/** One decision over all fields: a sure difference decides; else anything not read leaves it undecidable. */
export const overall = (matches: readonly FieldMatch[]): FieldMatch['decision'] => {
  if (matches.some((one) => one.decision === 'different')) return 'different';
  return matches.length > 0 && matches.every((one) => one.decision === 'same') ? 'same' : 'undecidable';
};
