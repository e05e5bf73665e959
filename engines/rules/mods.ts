import type { Role } from '@mingjian/timeline';
import {
  accept,
  type Cursor,
  expectText,
  fail,
  parseComparison,
  parseDuration,
  parseNumber,
  peek,
  take,
} from './expression.ts';
import type { Edge, Mods, Reach } from './model.ts';

const speakers = ['agent', 'customer', 'third', 'system'] as const;
export const roleWords = [...speakers, 'anyone'] as const;

/** `agent|system`; `anyone` is the empty list. */
export const parseRoles = (c: Cursor): Role[] => {
  const out: Role[] = [];
  do {
    const word = peek(c);
    if (!roleWords.some((role) => role === word)) fail(c, 'a role', roleWords);
    c.next += 1;
    if (word !== 'anyone') out.push(word as Role);
  } while (accept(c, '|'));
  return out;
};

const parseReach = (c: Cursor): Reach => {
  if (accept(c, 'same')) {
    expectText(c, 'turn');
    return { turns: 0 };
  }
  const reach: Reach = /^\d+$/.test(peek(c)) ? { turns: parseTurns(c) } : { ms: parseDuration(c) };
  if (accept(c, 'before')) reach.before = true;
  return reach;
};
const parseTurns = (c: Cursor): number => {
  const turns = parseNumber(c);
  if (!accept(c, 'turns') && !accept(c, 'turn')) fail(c, 'turns', ['turns']);
  return turns;
};

const parseEdge = (c: Cursor): Edge => {
  const end = peek(c) === 'last' ? 'last' : 'first';
  if (!accept(c, 'first') && !accept(c, 'last'))
    fail(c, 'first, last, turns [a, b] or [from, to]', ['first', 'last', 'turns']);
  if (peek(c, 1) === '%') {
    const share = parseNumber(c) / 100;
    c.next += 1;
    return { end, share };
  }
  const reach = parseReach(c);
  if (!accept(c, 'of')) return { end, ...reach };
  const [of] = parseRoles(c);
  return { end, ...reach, ...(of === undefined ? {} : { of }) };
};

const parsePair = <T>(c: Cursor, read: (c: Cursor) => T): [T, T] => {
  expectText(c, '[');
  const from = read(c);
  expectText(c, ',');
  const to = read(c);
  expectText(c, ']');
  return [from, to];
};

/** `step(signature|ocr)` → the names. */
export const parseStepNames = (c: Cursor): string[] => {
  expectText(c, 'step');
  expectText(c, '(');
  const names = [take(c)];
  while (accept(c, '|')) names.push(take(c));
  expectText(c, ')');
  return names;
};

/** What narrows a clause: `within 10s`, `in [0s, 30s]`, `in first 3 turns of agent`, `in last 10 %`, `during step(x)`, `where rate > 5`. */
export const parseMods = (c: Cursor): Mods => {
  const mods: Mods = { where: [] };
  for (;;) {
    if (accept(c, 'within')) mods.within = parseReach(c);
    else if (accept(c, 'during')) mods.during = parseStepNames(c);
    else if (accept(c, 'where')) {
      do mods.where.push({ field: take(c), op: parseComparison(c), value: parseNumber(c) });
      while (peek(c) === 'and' && /^[<>=!]/.test(peek(c, 2)) && accept(c, 'and'));
    } else if (!accept(c, 'in')) return mods;
    else if (peek(c) === '[') mods.window = parsePair(c, parseDuration);
    else if (accept(c, 'turns')) mods.turnWindow = parsePair(c, parseNumber);
    else mods.edge = parseEdge(c);
  }
};

export const noMods: Mods = { where: [] };
