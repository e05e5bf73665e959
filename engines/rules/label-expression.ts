import { accept, type Cursor, expectText, fail, parseNumber, peek, take } from './expression.ts';
import type { LabelExpr } from './model.ts';

/** Words that open the next clause: an `or`/`and` before one of them joins clauses, not labels. */
export const clauseOpeners = [
  'agent',
  'customer',
  'third',
  'system',
  'anyone',
  'event',
  'state',
  'measure',
  'step',
  'silence',
  'count',
  'overall',
  'not',
];

const parseList = (c: Cursor): LabelExpr[] => {
  expectText(c, '(');
  const parts = [parseLabels(c)];
  while (accept(c, ',')) parts.push(parseLabels(c));
  expectText(c, ')');
  return parts;
};

const parseTerm = (c: Cursor): LabelExpr => {
  if (/^\d+$/.test(peek(c)) && peek(c, 1) === 'of') {
    const atLeast = parseNumber(c);
    c.next += 1;
    return { k: 'some', atLeast, parts: parseList(c) };
  }
  if (accept(c, '(')) {
    const inner = parseLabels(c);
    expectText(c, ')');
    return inner;
  }
  if (!/^[\p{L}_][\p{L}\p{N}_.-]*$/u.test(peek(c))) fail(c, 'a label');
  return { k: 'label', name: take(c) };
};

/** Whether `and`/`or` goes on with a label: a clause opener or a bracketed clause ends the label expression. */
const joinsLabels = (c: Cursor): boolean => {
  let ahead = 1;
  while (peek(c, ahead) === '(') ahead += 1;
  return !clauseOpeners.includes(peek(c, ahead));
};

/** Labels within one turn: `a`, `(a near 40 b)`, `(a before 10 b)`, `a and b`, `a or b`, `a without b`, `2 of (a, b, c)`. */
export const parseLabels = (c: Cursor): LabelExpr => {
  let left = parseTerm(c);
  for (;;) {
    if (accept(c, 'near')) left = { k: 'near', chars: parseNumber(c), a: left, b: parseTerm(c) };
    else if (peek(c) === 'before' && /^\d+$/.test(peek(c, 1))) {
      c.next += 1;
      left = { k: 'before', chars: parseNumber(c), a: left, b: parseTerm(c) };
    } else if (accept(c, 'without')) left = { k: 'without', a: left, b: parseTerm(c) };
    else if (['or', 'and'].includes(peek(c)) && !joinsLabels(c)) return left;
    else if (accept(c, 'or')) left = { k: 'either', parts: [left, parseTerm(c)] };
    else if (accept(c, 'and')) left = { k: 'all', parts: [left, parseTerm(c)] };
    else return left;
  }
};

/** Names in a label expression, in order of appearance. */
export const labelsIn = (words: LabelExpr): string[] => {
  if (words.k === 'label') return [words.name];
  return 'parts' in words ? words.parts.flatMap(labelsIn) : [...labelsIn(words.a), ...labelsIn(words.b)];
};

/** Labels whose presence can make the expression true: all of them save what stands behind `without`. */
export const triggersOf = (words: LabelExpr): string[] => {
  if (words.k === 'label') return [words.name];
  if (words.k === 'without') return triggersOf(words.a);
  return 'parts' in words ? words.parts.flatMap(triggersOf) : [...triggersOf(words.a), ...triggersOf(words.b)];
};

/** The same expression with every label name replaced. */
export const renameLabels = (words: LabelExpr, rename: (name: string) => string): LabelExpr => {
  if (words.k === 'label') return { k: 'label', name: rename(words.name) };
  if ('parts' in words) return { ...words, parts: words.parts.map((part) => renameLabels(part, rename)) };
  return { ...words, a: renameLabels(words.a, rename), b: renameLabels(words.b, rename) };
};
