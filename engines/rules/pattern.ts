import type { Role } from '@mingjian/timeline';
import {
  accept,
  type Cursor,
  expectText,
  fail,
  openCursor,
  parseComparison,
  parseDuration,
  parseNumber,
  peek,
  take,
} from './expression.ts';
import { type LabelExpr, type Mods, type Pattern, type Reach, type Verb, verbs } from './model.ts';

const roles = ['agent', 'customer', 'third', 'system', 'anyone'] as const;
const openers = [...roles, 'event', 'state', 'measure', 'silence', 'count'];

const parseRoles = (c: Cursor): Role[] => {
  const out: Role[] = [];
  do {
    const word = peek(c);
    if (!roles.some((role) => role === word)) fail(c, 'a role', roles);
    c.next += 1;
    if (word !== 'anyone') out.push(word as Role);
  } while (accept(c, '|'));
  return out;
};

const parseLabelTerm = (c: Cursor): LabelExpr => {
  if (accept(c, '(')) {
    const inner = parseLabels(c);
    expectText(c, ')');
    return inner;
  }
  if (!/^[\p{L}_][\p{L}\p{N}_.-]*$/u.test(peek(c))) fail(c, 'a label');
  return { k: 'label', name: take(c) };
};
const parseLabels = (c: Cursor): LabelExpr => {
  let left = parseLabelTerm(c);
  for (;;) {
    if (accept(c, 'near')) left = { k: 'near', chars: parseNumber(c), a: left, b: parseLabelTerm(c) };
    else if (openers.includes(peek(c, 1))) return left;
    else if (accept(c, 'or')) left = { k: 'either', parts: [left, parseLabelTerm(c)] };
    else if (accept(c, 'and')) left = { k: 'all', parts: [left, parseLabelTerm(c)] };
    else if (accept(c, 'without')) left = { k: 'without', a: left, b: parseLabelTerm(c) };
    else return left;
  }
};

const parseReach = (c: Cursor): Reach => {
  if (!/^\d+$/.test(peek(c))) return { ms: parseDuration(c) };
  const turns = parseNumber(c);
  if (!accept(c, 'turns') && !accept(c, 'turn')) fail(c, 'turns', ['turns']);
  return { turns };
};
const parseMods = (c: Cursor): Mods => {
  const mods: Mods = { where: [] };
  for (;;) {
    if (accept(c, 'within')) mods.within = parseReach(c);
    else if (accept(c, 'where')) {
      do mods.where.push({ field: take(c), op: parseComparison(c), value: parseNumber(c) });
      while (peek(c) === 'and' && /^[<>=!]/.test(peek(c, 2)) && accept(c, 'and'));
    } else if (peek(c) === 'in' && peek(c, 1) === '[') {
      c.next += 2;
      const from = parseDuration(c);
      expectText(c, ',');
      mods.window = [from, parseDuration(c)];
      expectText(c, ']');
    } else if (accept(c, 'in')) {
      const end = peek(c) === 'last' ? 'last' : 'first';
      if (!accept(c, 'first') && !accept(c, 'last')) fail(c, 'first, last or [from, to]', ['first', 'last']);
      mods.edge = { end, ...parseReach(c) };
    } else return mods;
  }
};

const parseNameList = (c: Cursor): string[] => {
  expectText(c, '(');
  const names = [take(c)];
  while (accept(c, '|')) names.push(take(c));
  expectText(c, ')');
  return names;
};

const parseStepNames = (c: Cursor): string[] => {
  expectText(c, 'step');
  return parseNameList(c);
};

const parseSaying = (c: Cursor): Pattern => {
  const who = parseRoles(c);
  if (accept(c, 'speaks')) return { k: 'speaks', roles: who, mods: parseMods(c) };
  if (accept(c, 'answers')) {
    const polarity: ('yes' | 'no' | 'vague')[] = [];
    do {
      if (!['yes', 'no', 'vague'].includes(peek(c))) fail(c, 'yes, no or vague', ['yes', 'no', 'vague']);
      polarity.push(take(c) as 'yes' | 'no' | 'vague');
    } while (accept(c, '|'));
    return { k: 'answers', roles: who, polarity, mods: parseMods(c) };
  }
  if (!verbs.some((verb) => verb === peek(c))) fail(c, 'a verb', [...verbs, 'answers', 'speaks']);
  const verb = take(c) as Verb;
  return { k: 'words', roles: who, verb, words: parseLabels(c), mods: parseMods(c) };
};

const parseSimple = (c: Cursor): Pattern => {
  if (accept(c, '(')) {
    const inner = parseEither(c);
    expectText(c, ')');
    return inner;
  }
  if (accept(c, 'event')) {
    const name = take(c);
    const who = accept(c, 'by') ? parseRoles(c) : [];
    return { k: 'event', name, roles: who, mods: parseMods(c) };
  }
  if (accept(c, 'measure')) return { k: 'measure', name: take(c), roles: [], mods: parseMods(c) };
  if (accept(c, 'state')) return parseState(c);
  if (accept(c, 'silence')) {
    expectText(c, '>');
    const overMs = parseDuration(c);
    const exceptSteps = accept(c, 'unless') ? parseStepNames(c) : [];
    return { k: 'silence', overMs, exceptSteps, mods: parseMods(c) };
  }
  if (accept(c, 'count')) {
    expectText(c, '(');
    const of = parseEither(c);
    expectText(c, ')');
    expectText(c, '>=');
    const atLeast = parseNumber(c);
    const perMs = accept(c, 'per') ? parseDuration(c) : undefined;
    return { k: 'count', of, atLeast, ...(perMs === undefined ? {} : { perMs }), mods: parseMods(c) };
  }
  if (!roles.some((role) => role === peek(c))) fail(c, 'a role, event, state, measure, silence or count', openers);
  return parseSaying(c);
};
const parseState = (c: Cursor): Pattern => {
  const name = take(c);
  const who: Role[] = [];
  if (accept(c, '(')) {
    who.push(...parseRoles(c));
    expectText(c, ')');
  }
  let overMs = 0;
  if (accept(c, 'for')) {
    expectText(c, '>');
    overMs = parseDuration(c);
  }
  const duringStep = accept(c, 'during') ? parseStepNames(c)[0] : undefined;
  return {
    k: 'state',
    name,
    roles: who,
    overMs,
    ...(duringStep === undefined ? {} : { duringStep }),
    mods: parseMods(c),
  };
};
const parseBoth = (c: Cursor): Pattern => {
  const parts = [parseSimple(c)];
  while (accept(c, 'and')) parts.push(parseSimple(c));
  return parts.length === 1 ? (parts[0] as Pattern) : { k: 'and', parts };
};
const parseEither = (c: Cursor): Pattern => {
  const parts = [parseBoth(c)];
  while (accept(c, 'or')) parts.push(parseBoth(c));
  return parts.length === 1 ? (parts[0] as Pattern) : { k: 'or', parts };
};

/** Reads what has to happen: `agent asserts promise`, `state face.out(customer) for > 3s during step(signature)` … */
export const parsePattern = (source: string): Pattern => {
  const c = openCursor(source);
  const pattern = parseEither(c);
  if (peek(c) !== '') fail(c, 'within, in, where, and, or, or the end', ['within', 'in', 'where', 'and', 'or']);
  return pattern;
};

const labelsIn = (words: LabelExpr): string[] => {
  if (words.k === 'label') return [words.name];
  return 'parts' in words ? words.parts.flatMap(labelsIn) : [...labelsIn(words.a), ...labelsIn(words.b)];
};
/** Names of the labels that a pattern uses. */
export const labelsOf = (pattern: Pattern): string[] => {
  if (pattern.k === 'words') return labelsIn(pattern.words);
  if (pattern.k === 'count') return labelsOf(pattern.of);
  return 'parts' in pattern ? pattern.parts.flatMap(labelsOf) : [];
};
