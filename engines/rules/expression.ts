import type { Comparison } from './model.ts';

/** A mistake inside an expression: `at` is the offset in its text. */
export class ExpressionError extends Error {
  readonly at: number;
  readonly expected: string;
  readonly words: readonly string[];
  constructor(message: string, place: { at: number; expected: string; words?: readonly string[] }) {
    super(message);
    this.at = place.at;
    this.expected = place.expected;
    this.words = place.words ?? [];
  }
}

export type Token = { text: string; at: number };

const tokenPattern = /\s+|(>=|<=|==|!=|[<>()[\],|%+*/])|("[^"]*")|([\p{L}\p{N}_.\-:]+)/uy;

/** Splits an expression into words, signs and quoted strings. */
export const tokenize = (source: string): Token[] => {
  const tokens: Token[] = [];
  tokenPattern.lastIndex = 0;
  while (tokenPattern.lastIndex < source.length) {
    const at = tokenPattern.lastIndex;
    const match = tokenPattern.exec(source);
    if (match === null)
      throw new ExpressionError(`不认识的符号 unexpected "${source[at]}"`, { at, expected: 'a word' });
    if (match[0].trim() !== '') tokens.push({ text: match[0], at });
  }
  return tokens;
};

/** A cursor over tokens: the only mutable thing in the parser. */
export type Cursor = { tokens: Token[]; next: number; length: number };
export const openCursor = (source: string): Cursor => ({ tokens: tokenize(source), next: 0, length: source.length });

export const peek = (c: Cursor, ahead = 0): string => c.tokens[c.next + ahead]?.text ?? '';
export const position = (c: Cursor): number => c.tokens[c.next]?.at ?? c.length;
export const take = (c: Cursor): string => {
  const text = peek(c);
  c.next += 1;
  return text;
};
export const accept = (c: Cursor, text: string): boolean => {
  if (peek(c) !== text) return false;
  c.next += 1;
  return true;
};
export const fail = (c: Cursor, expected: string, words?: readonly string[]): never => {
  const found = peek(c) === '' ? '末尾 the end' : `"${peek(c)}"`;
  throw new ExpressionError(`应为 expected ${expected}，读到 found ${found}`, {
    at: position(c),
    expected,
    ...(words === undefined ? {} : { words }),
  });
};
export const expectText = (c: Cursor, text: string): void => {
  if (!accept(c, text)) fail(c, `"${text}"`, [text]);
};

/** `3s`, `200ms`, `2min` → milliseconds. */
export const parseDuration = (c: Cursor): number => {
  const match = /^(\d+(?:\.\d+)?)(ms|s|min)$/.exec(peek(c));
  if (match === null) return fail(c, 'a duration such as 10s, 500ms, 2min');
  c.next += 1;
  return Number(match[1]) * { ms: 1, s: 1000, min: 60_000 }[match[2] as 'ms' | 's' | 'min'];
};
export const parseNumber = (c: Cursor): number => {
  const value = Number(peek(c));
  if (peek(c) === '' || Number.isNaN(value)) return fail(c, 'a number');
  c.next += 1;
  return value;
};
const comparisons = ['<', '<=', '>', '>=', '==', '!='];
export const parseComparison = (c: Cursor): Comparison => {
  if (!comparisons.includes(peek(c))) return fail(c, 'a comparison', comparisons);
  return take(c) as Comparison;
};
export const compare = (a: number | string | boolean, op: Comparison, b: number | string | boolean): boolean => {
  if (op === '==') return a === b || String(a) === String(b);
  if (op === '!=') return String(a) !== String(b);
  if (op === '<') return a < b;
  if (op === '<=') return a <= b;
  return op === '>' ? a > b : a >= b;
};
