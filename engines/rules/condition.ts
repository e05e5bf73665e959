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
import { type Condition, type ConditionFunction, conditionFunctions, type Operand } from './model.ts';

const parseCall = (c: Cursor, fn: ConditionFunction): Operand => {
  expectText(c, '(');
  const name = take(c);
  const second = accept(c, ',') ? take(c).replaceAll('"', '') : undefined;
  expectText(c, ')');
  return { k: 'call', fn, name, ...(second === undefined ? {} : { with: second }) };
};
const parseFactor = (c: Cursor): Operand => {
  const word = peek(c);
  if (word === '' || /^[()<>=!,|[\]%+*/]/.test(word)) return fail(c, 'a field or a value');
  const fn = conditionFunctions.find((name) => name === word);
  if (fn !== undefined && peek(c, 1) === '(') {
    c.next += 1;
    return parseCall(c, fn);
  }
  c.next += 1;
  if (word.startsWith('"')) return { k: 'value', value: word.slice(1, -1) };
  if (/^-?\d+(\.\d+)?$/.test(word)) return { k: 'value', value: Number(word) };
  if (word === 'true' || word === 'false') return { k: 'value', value: word === 'true' };
  return { k: 'field', name: word };
};
const operators = [
  ['*', '/'],
  ['+', '-'],
] as const;
/** Sums with the usual precedence; `-` needs spaces around it, since names may hold one. */
const parseOperand = (c: Cursor, level = 1): Operand => {
  const next = (): Operand => (level === 0 ? parseFactor(c) : parseOperand(c, level - 1));
  let left = next();
  while ((operators[level] as readonly string[]).includes(peek(c))) {
    left = { k: 'sum', op: take(c) as '+', a: left, b: next() };
  }
  return left;
};

/** The right side of a comparison: a bare word is a value (`call.kind == collection`); a field there is written `field(x)`. */
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

type Value = number | string | boolean | undefined;

/** Wall clock of an RFC 3339 time: as written, or in an IANA time zone named by a field. */
const clockOf = (raw: unknown, zone: unknown): { hour: number; minute: number } | undefined => {
  const text = String(raw);
  const written = /T(\d\d):(\d\d)/.exec(text);
  if (written === null) return undefined;
  if (zone === undefined) return { hour: Number(written[1]), minute: Number(written[2]) };
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) return undefined;
  try {
    const parts = new Intl.DateTimeFormat('en-GB', {
      timeZone: String(zone),
      hour: '2-digit',
      minute: '2-digit',
    }).formatToParts(at);
    const of = (type: string): number => Number(parts.find((part) => part.type === type)?.value);
    return { hour: of('hour'), minute: of('minute') };
  } catch {
    return undefined;
  }
};

const isThere = (raw: unknown): boolean => raw !== undefined && raw !== null && raw !== '';
const callValue = (operand: Extract<Operand, { k: 'call' }>, fields: Fields): Value => {
  const raw = fields[operand.name];
  if (operand.fn === 'has') return raw !== undefined && raw !== null;
  if (!isThere(raw)) return undefined;
  if (operand.fn === 'field') return raw as Value;
  if (operand.fn === 'contains') return String(raw).includes(operand.with ?? '');
  if (operand.fn === 'total') return Object.values(raw as object).reduce((sum: number, n) => sum + Number(n), 0);
  if (operand.fn === 'level') {
    const digit = /\d/.exec(String(raw));
    return digit === null ? undefined : Number(digit[0]);
  }
  const zone = operand.with === undefined ? undefined : fields[operand.with];
  if (operand.with !== undefined && !isThere(zone)) return undefined;
  const clock = clockOf(raw, zone);
  if (clock === undefined) return undefined;
  return operand.fn === 'hour' ? clock.hour : clock.hour * 60 + clock.minute;
};
const sumOf = (op: '+' | '-' | '*' | '/', a: number, b: number): number => {
  if (op === '+') return a + b;
  if (op === '-') return a - b;
  return op === '*' ? a * b : a / b;
};
const operandValue = (operand: Operand, fields: Fields): Value => {
  if (operand.k === 'value') return operand.value;
  if (operand.k === 'call') return callValue(operand, fields);
  if (operand.k === 'sum') {
    const a = operandValue(operand.a, fields);
    const b = operandValue(operand.b, fields);
    return a === undefined || b === undefined ? undefined : sumOf(operand.op, Number(a), Number(b));
  }
  const raw = fields[operand.name];
  return isThere(raw) ? (raw as Value) : undefined;
};
/** The field that makes an operand unknown. */
const missingIn = (operand: Operand, fields: Fields): string => {
  if (operand.k === 'value') return String(operand.value);
  if (operand.k === 'sum')
    return missingIn(operandValue(operand.a, fields) === undefined ? operand.a : operand.b, fields);
  if (operand.k === 'call' && operand.with !== undefined && isThere(fields[operand.name])) return operand.with;
  return operand.name;
};

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
  if (a === undefined) return { missing: missingIn(condition.a, fields) };
  if (condition.k === 'truth') return a === true || a === 'true';
  if (condition.k === 'in') return condition.values.map(String).includes(String(a));
  const b = operandValue(condition.b, fields);
  return b === undefined ? { missing: missingIn(condition.b, fields) } : compare(a, condition.op, b);
};

const fieldsOfOperand = (operand: Operand): string[] => {
  if (operand.k === 'sum') return [...fieldsOfOperand(operand.a), ...fieldsOfOperand(operand.b)];
  if (operand.k === 'value') return [];
  const zone = operand.k === 'call' && operand.with !== undefined && operand.fn !== 'contains' ? [operand.with] : [];
  return [operand.name, ...zone];
};
/** Names of the record fields that a condition reads. */
export const fieldsOf = (condition: Condition): string[] => {
  if (condition.k === 'not') return fieldsOf(condition.part);
  if (condition.k === 'and' || condition.k === 'or') return condition.parts.flatMap(fieldsOf);
  return condition.k === 'compare'
    ? [...fieldsOfOperand(condition.a), ...fieldsOfOperand(condition.b)]
    : fieldsOfOperand(condition.a);
};
