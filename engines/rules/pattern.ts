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
import { clauseOpeners, labelsIn, parseLabels } from './label-expression.ts';
import { otherVerbs, type Pattern, type QuantityReference, type Verb, verbs } from './model.ts';
import { parseMods, parseRoles, parseStepNames, roleWords } from './mods.ts';
import { type QuantityKind, quantityKinds } from './quantity.ts';

const polarities = ['yes', 'no', 'vague'] as const;
const parsePolarities = (c: Cursor): ('yes' | 'no' | 'vague')[] => {
  const out: ('yes' | 'no' | 'vague')[] = [];
  do {
    if (!polarities.some((p) => p === peek(c))) fail(c, 'yes, no or vague', polarities);
    out.push(take(c) as 'yes');
  } while (accept(c, '|'));
  return out;
};

const parseReference = (c: Cursor): QuantityReference => {
  if (accept(c, 'field')) return { field: take(c) };
  const [role] = parseRoles(c);
  return role === undefined ? fail(c, 'a role or field NAME', ['agent', 'customer', 'field']) : { role };
};

/** `agent states money differing from field amount`, `customer states days matching agent`, `agent states percent where value > 24`. */
const parseStates = (c: Cursor, roles: Role[]): Pattern => {
  if (!quantityKinds.some((kind) => kind === peek(c))) fail(c, 'a kind of quantity', quantityKinds);
  const quantity = take(c) as QuantityKind;
  const relation = accept(c, 'matching') ? 'matching' : accept(c, 'differing') ? 'differing' : undefined;
  if (relation === undefined) return { k: 'states', roles, quantity, mods: parseMods(c) };
  accept(c, 'from');
  return { k: 'states', roles, quantity, relation, reference: parseReference(c), mods: parseMods(c) };
};

/** `agent covers (a, b, c) >= 2`, `>= 80 %`, `in order`: the key points of a script. */
const parseCovers = (c: Cursor, roles: Role[]): Pattern => {
  expectText(c, '(');
  const points = [parseLabels(c)];
  while (accept(c, ',')) points.push(parseLabels(c));
  expectText(c, ')');
  let atLeast = points.length;
  if (accept(c, '>=')) {
    atLeast = parseNumber(c);
    if (accept(c, '%')) atLeast = Math.ceil((atLeast / 100) * points.length);
  }
  const inOrder = peek(c) === 'in' && peek(c, 1) === 'order';
  if (inOrder) c.next += 2;
  return { k: 'covers', roles, points, atLeast, inOrder, mods: parseMods(c) };
};

/** `agent repeats >= 3 similar 0.6`: the nth near-duplicate of one's own sentences. */
const parseRepeats = (c: Cursor, roles: Role[]): Pattern => {
  expectText(c, '>=');
  const atLeast = parseNumber(c);
  const similar = accept(c, 'similar') ? parseNumber(c) : 0.6;
  return { k: 'repeats', roles, atLeast, similar, mods: parseMods(c) };
};

const parseSaying = (c: Cursor): Pattern => {
  const roles = parseRoles(c);
  if (accept(c, 'speaks')) return { k: 'speaks', roles, mods: parseMods(c) };
  if (accept(c, 'answers')) return { k: 'answers', roles, polarity: parsePolarities(c), mods: parseMods(c) };
  if (accept(c, 'states')) return parseStates(c, roles);
  if (accept(c, 'covers')) return parseCovers(c, roles);
  if (accept(c, 'repeats')) return parseRepeats(c, roles);
  if (!verbs.some((verb) => verb === peek(c))) fail(c, 'a verb', [...verbs, ...otherVerbs]);
  const verb = take(c) as Verb;
  return { k: 'words', roles, verb, words: parseLabels(c), mods: parseMods(c) };
};

const parseState = (c: Cursor): Pattern => {
  const name = take(c);
  let roles: Role[] = [];
  if (accept(c, '(')) {
    roles = parseRoles(c);
    expectText(c, ')');
  }
  let overMs = 0;
  if (accept(c, 'for')) {
    expectText(c, '>');
    overMs = parseDuration(c);
  }
  const duringStep = accept(c, 'during') ? parseStepNames(c)[0] : undefined;
  return { k: 'state', name, roles, overMs, ...(duringStep === undefined ? {} : { duringStep }), mods: parseMods(c) };
};

/** `silence > 15s`, `silence > 5s after customer before agent unless step(signature)`. */
const parseSilence = (c: Cursor): Pattern => {
  expectText(c, '>');
  const overMs = parseDuration(c);
  const after = accept(c, 'after') ? parseRoles(c) : [];
  const before = accept(c, 'before') ? parseRoles(c) : [];
  const exceptSteps = accept(c, 'unless') ? parseStepNames(c) : [];
  return { k: 'silence', overMs, exceptSteps, after, before, mods: parseMods(c) };
};

const overallWords = ['pace', 'talk', 'turns', 'duration'] as const;
/** `overall pace(agent) > 5` characters a second, `overall talk(agent) > 0.8` share, `overall turns(customer) < 3`, `overall duration > 30min`. */
const parseOverall = (c: Cursor): Pattern => {
  if (!overallWords.some((word) => word === peek(c))) fail(c, overallWords.join(', '), overallWords);
  const what = take(c) as (typeof overallWords)[number];
  let roles: Role[] = [];
  if (accept(c, '(')) {
    roles = parseRoles(c);
    expectText(c, ')');
  }
  const op = parseComparison(c);
  return { k: 'overall', what, roles, op, value: what === 'duration' ? parseDuration(c) : parseNumber(c) };
};

const parseCount = (c: Cursor): Pattern => {
  expectText(c, '(');
  const of = parseEither(c);
  expectText(c, ')');
  expectText(c, '>=');
  const atLeast = parseNumber(c);
  const perMs = accept(c, 'per') ? parseDuration(c) : undefined;
  return { k: 'count', of, atLeast, ...(perMs === undefined ? {} : { perMs }), mods: parseMods(c) };
};

const parseSimple = (c: Cursor): Pattern => {
  if (accept(c, '(')) {
    const inner = parseEither(c);
    expectText(c, ')');
    return inner;
  }
  if (accept(c, 'not')) return { k: 'not', part: parseSimple(c) };
  if (accept(c, 'event')) {
    const name = take(c);
    const roles = accept(c, 'by') ? parseRoles(c) : [];
    return { k: 'event', name, roles, mods: parseMods(c) };
  }
  if (accept(c, 'measure')) {
    const name = take(c);
    const roles = accept(c, 'of') ? parseRoles(c) : [];
    return { k: 'measure', name, roles, mods: parseMods(c) };
  }
  if (accept(c, 'step')) return { k: 'step', name: take(c), mods: parseMods(c) };
  if (accept(c, 'state')) return parseState(c);
  if (accept(c, 'silence')) return parseSilence(c);
  if (accept(c, 'overall')) return parseOverall(c);
  if (accept(c, 'count')) return parseCount(c);
  if (!roleWords.some((role) => role === peek(c)))
    fail(c, 'a role, event, state, step, measure, silence, count or overall', clauseOpeners);
  return parseSaying(c);
};

const parseSequence = (c: Cursor): Pattern => {
  const steps = [parseSimple(c)];
  while (accept(c, 'then')) steps.push(parseSimple(c));
  return steps.length === 1 ? (steps[0] as Pattern) : { k: 'then', steps };
};
const parseBoth = (c: Cursor): Pattern => {
  const at = c.next;
  const parts = [parseSequence(c)];
  while (accept(c, 'and')) parts.push(parseSequence(c));
  if (parts.every((part) => part.k === 'not')) {
    c.next = at;
    fail(c, 'something that happens beside what does not', ['agent', 'customer']);
  }
  return parts.length === 1 ? (parts[0] as Pattern) : { k: 'and', parts };
};
const parseEither = (c: Cursor): Pattern => {
  const parts = [parseBoth(c)];
  while (accept(c, 'or')) parts.push(parseBoth(c));
  return parts.length === 1 ? (parts[0] as Pattern) : { k: 'or', parts };
};

/** Reads what has to happen: `agent asserts promise`, `agent says a then customer answers no within 2 turns`, `state face.out for > 3s` … */
export const parsePattern = (source: string): Pattern => {
  const c = openCursor(source);
  const pattern = parseEither(c);
  if (peek(c) !== '')
    fail(c, 'within, in, during, where, then, and, or, or the end', [
      'within',
      'in',
      'during',
      'where',
      'then',
      'and',
      'or',
    ]);
  return pattern;
};

/** The patterns that stand inside a pattern. */
export const partsOf = (pattern: Pattern): Pattern[] => {
  if (pattern.k === 'count') return [pattern.of];
  if (pattern.k === 'not') return [pattern.part];
  if (pattern.k === 'then') return pattern.steps;
  return pattern.k === 'and' || pattern.k === 'or' ? pattern.parts : [];
};

/** Names of the labels that a pattern uses. */
export const labelsOf = (pattern: Pattern): string[] => {
  if (pattern.k === 'words') return labelsIn(pattern.words);
  if (pattern.k === 'covers') return pattern.points.flatMap(labelsIn);
  return partsOf(pattern).flatMap(labelsOf);
};
