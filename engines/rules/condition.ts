import {
  accept,
  type Cursor,
  compare,
  expectText,
  fail,
  openCursor,
  parseComparison,
  peek,
  take,
} from './expression.ts';
import type { Condition, Operand } from './model.ts';

const functions = ['level', 'hour', 'minutes', 'has'] as const;

const parseOperand = (c: Cursor): Operand => {
  const word = peek(c);
  if (word === '' || /^[()<>=!,|[\]]/.test(word)) return fail(c, 'a field or a value');
  c.next += 1;
  if (word.startsWith('"')) return { k: 'value', value: word.slice(1, -1) };
  if (/^-?\d+(\.\d+)?$/.test(word)) return { k: 'value', value: Number(word) };
  if (word === 'true' || word === 'false') return { k: 'value', value: word === 'true' };
  const fn = functions.find((name) => name === word);
  if (fn !== undefined && accept(c, '(')) {
    const name = take(c);
    expectText(c, ')');
    return { k: 'call', fn, name };
  }
  return { k: 'field', name: word };
};

/** The right side of a comparison: a bare word is a value (`call.kind == collection`), a function call is one. */
const parseValue = (c: Cursor): Operand => {
  const operand = parseOperand(c);
  return operand.k === 'field' ? { k: 'value', value: operand.name } : operand;
};

const parseTerm = (c: Cursor): Condition => {
  if (accept(c, 'not')) return { k: 'not', part: parseTerm(c) };
  if (accept(c, '(')) {
    const inner = parseOr(c);
    expectText(c, ')');
    return inner;
  }
  const a = parseOperand(c);
  if (accept(c, 'in')) {
    expectText(c, '[');
    const values: (number | string)[] = [];
    do values.push(take(c));
    while (accept(c, ','));
    expectText(c, ']');
    return { k: 'in', a, values };
  }
  if (!/^[<>=!]/.test(peek(c))) return { k: 'truth', a };
  return { k: 'compare', a, op: parseComparison(c), b: parseValue(c) };
};
const parseAnd = (c: Cursor): Condition => {
  const parts = [parseTerm(c)];
  while (accept(c, 'and')) parts.push(parseTerm(c));
  return parts.length === 1 ? (parts[0] as Condition) : { k: 'and', parts };
};
const parseOr = (c: Cursor): Condition => {
  const parts = [parseAnd(c)];
  while (accept(c, 'or')) parts.push(parseAnd(c));
  return parts.length === 1 ? (parts[0] as Condition) : { k: 'or', parts };
};

/** Reads `if:` — `customerAge >= 60 and level(productLevel) > level(customerLevel)`. */
export const parseCondition = (source: string): Condition => {
  const c = openCursor(source);
  const condition = parseOr(c);
  if (peek(c) !== '') fail(c, 'and, or, or the end', ['and', 'or']);
  return condition;
};

export type Fields = Readonly<Record<string, unknown>>;
/** true, false, or the name of the field that is missing. */
export type Truth = boolean | { missing: string };

const operandValue = (operand: Operand, fields: Fields): number | string | boolean | undefined => {
  if (operand.k === 'value') return operand.value;
  const raw = fields[operand.name];
  if (operand.k === 'call' && operand.fn === 'has') return raw !== undefined && raw !== null;
  if (raw === undefined || raw === null || raw === '') return undefined;
  if (operand.k === 'field') return raw as number | string | boolean;
  if (operand.fn === 'level') {
    const digit = /\d/.exec(String(raw));
    return digit === null ? undefined : Number(digit[0]);
  }
  const clock = /T(\d\d):(\d\d)/.exec(String(raw));
  if (clock === null) return undefined;
  return operand.fn === 'hour' ? Number(clock[1]) : Number(clock[1]) * 60 + Number(clock[2]);
};
const nameOf = (operand: Operand): string => (operand.k === 'value' ? String(operand.value) : operand.name);

/** Three-valued: false wins an `and`, true wins an `or`, else a missing field makes the whole unknown. */
export const judgeCondition = (condition: Condition, fields: Fields): Truth => {
  if (condition.k === 'not') {
    const inner = judgeCondition(condition.part, fields);
    return typeof inner === 'boolean' ? !inner : inner;
  }
  if (condition.k === 'and' || condition.k === 'or') {
    const winner = condition.k === 'or';
    const parts = condition.parts.map((part) => judgeCondition(part, fields));
    if (parts.includes(winner)) return winner;
    return parts.find((part) => typeof part !== 'boolean') ?? !winner;
  }
  const a = operandValue(condition.a, fields);
  if (a === undefined) return { missing: nameOf(condition.a) };
  if (condition.k === 'truth') return a === true || a === 'true';
  if (condition.k === 'in') return condition.values.map(String).includes(String(a));
  const b = operandValue(condition.b, fields);
  return b === undefined ? { missing: nameOf(condition.b) } : compare(a, condition.op, b);
};
