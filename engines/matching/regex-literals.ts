import type { RegexNode } from './regex-parse.ts';
import type { RunNeed } from './runs.ts';

/**
 * What a text must hold for a regular expression to match (conjunction of alternatives, "CNF prefilter"): clauses in
 * order, each a set of literals of which one must stand there, `minGap`–`maxGap` units after the clause before.
 */
export type RequiredClause = { literals: string[]; minGap: number; maxGap: number };
export type Required = {
  clauses: RequiredClause[];
  runs: RunNeed[];
  /** The clauses with their gaps say all that the expression says, as long as the text has no line break. */
  exact: boolean;
  matchesEmpty: boolean;
};

/** Most literals of one clause: more filter no better and fill the index. */
const MOST_LITERALS = 64;

const cross = (heads: readonly string[], tails: readonly string[]): string[] | undefined =>
  heads.length * tails.length > MOST_LITERALS
    ? undefined
    : [...new Set(heads.flatMap((head) => tails.map((tail) => head + tail)))];

const power = (words: readonly string[], times: number): string[] | undefined => {
  let out: string[] | undefined = [''];
  for (let i = 0; i < times && out !== undefined; i++) out = cross(out, words);
  return out;
};

/** All texts that a node stands for, if they are few. */
export const textsOf = (node: RegexNode): string[] | undefined => {
  if (node.k === 'set')
    return node.units === undefined || node.units.length > MOST_LITERALS
      ? undefined
      : node.units.map((unit) => String.fromCharCode(unit));
  if (node.k === 'place') return undefined;
  if (node.k === 'repeat') {
    const once = node.max <= 8 ? textsOf(node.of) : undefined;
    if (once === undefined) return undefined;
    const out = new Set<string>();
    for (let n = node.min; n <= node.max; n++) {
      const texts = power(once, n);
      if (texts === undefined || out.size + texts.length > MOST_LITERALS) return undefined;
      for (const text of texts) out.add(text);
    }
    return [...out];
  }
  const parts = node.parts.map(textsOf);
  if (parts.some((part) => part === undefined)) return undefined;
  if (node.k === 'sequence')
    return (parts as string[][]).reduce<string[] | undefined>((a, b) => a && cross(a, b), ['']);
  const all = new Set((parts as string[][]).flat());
  return all.size > MOST_LITERALS ? undefined : [...all];
};

/** Shortest and longest match, in UTF-16 units. */
export const widthOf = (node: RegexNode): { min: number; max: number } => {
  if (node.k === 'set') return { min: 1, max: 1 };
  if (node.k === 'place') return { min: 0, max: 0 };
  if (node.k === 'repeat') {
    const { min, max } = widthOf(node.of);
    return { min: min * node.min, max: max === 0 || node.max === 0 ? 0 : max * node.max };
  }
  const widths = node.parts.map(widthOf);
  if (node.k === 'either')
    return { min: Math.min(...widths.map((w) => w.min)), max: Math.max(...widths.map((w) => w.max)) };
  return widths.reduce((a, b) => ({ min: a.min + b.min, max: a.max + b.max }), { min: 0, max: 0 });
};

type Gathering = { clauses: RequiredClause[]; current: string[]; minGap: number; maxGap: number; exact: boolean };

const widen = (g: Gathering, min: number, max: number): void => {
  g.minGap += min;
  g.maxGap += max;
};

/** Ends the clause that is being put together. One that may be empty is no clause but part of the gap. */
const flush = (g: Gathering): void => {
  const { current } = g;
  g.current = [''];
  if (current.length === 1 && current[0] === '') return;
  if (current.includes('')) {
    widen(g, 0, Math.max(...current.map((text) => text.length)));
    g.exact = false;
    return;
  }
  g.clauses.push({ literals: current, minGap: g.minGap, maxGap: g.maxGap });
  g.minGap = 0;
  g.maxGap = 0;
};

const take = (g: Gathering, texts: string[]): void => {
  const joined = cross(g.current, texts);
  if (joined !== undefined) {
    g.current = joined;
    return;
  }
  flush(g);
  g.current = texts;
};

/** `X{n,}`: what stands before it joins the first X, what comes after joins the last one. */
const takeRepeat = (g: Gathering, of: RegexNode, min: number): boolean => {
  const once = min > 0 ? textsOf(of) : undefined;
  if (once === undefined || once.includes('')) return false;
  let times = Math.min(min, 8);
  while (times > 1 && power(once, times) === undefined) times--;
  const some = power(once, times) as string[];
  g.exact = false;
  take(g, some);
  flush(g);
  g.minGap = Number.NEGATIVE_INFINITY; // the same X may stand in both clauses
  g.maxGap = Number.POSITIVE_INFINITY;
  g.current = some;
  return true;
};

const isDot = (node: RegexNode): boolean => node.k === 'set' && node.dot === true;

const takePart = (g: Gathering, node: RegexNode): void => {
  const texts = textsOf(node);
  if (texts !== undefined) {
    take(g, texts);
    return;
  }
  if (node.k === 'sequence') {
    for (const part of node.parts) takePart(g, part);
    return;
  }
  if (node.k === 'place') {
    g.exact = false;
    return;
  }
  if (node.k === 'repeat' && takeRepeat(g, node.of, node.min)) return;
  flush(g);
  if (!isDot(node) && !(node.k === 'repeat' && isDot(node.of))) g.exact = false;
  const { min, max } = widthOf(node);
  const either = node.k === 'either' ? bestOfEach(node.parts) : undefined;
  if (either !== undefined) {
    g.clauses.push({ literals: either, minGap: Number.NEGATIVE_INFINITY, maxGap: Number.POSITIVE_INFINITY });
    g.minGap = Number.NEGATIVE_INFINITY;
    g.maxGap = Number.POSITIVE_INFINITY;
  } else widen(g, min, max);
};

const shortest = (literals: readonly string[]): number => Math.min(...literals.map((literal) => literal.length));

/** One clause for alternatives that cannot be listed: the best clause of each, together. */
const bestOfEach = (parts: readonly RegexNode[]): string[] | undefined => {
  const out = new Set<string>();
  for (const part of parts) {
    const clauses = requiredOf(part).clauses.toSorted((a, b) => shortest(b.literals) - shortest(a.literals));
    if (clauses[0] === undefined) return undefined;
    for (const literal of clauses[0].literals) out.add(literal);
  }
  return out.size > MOST_LITERALS ? undefined : [...out];
};

/** Runs shorter than this are no better a filter than a literal. */
const SHORTEST_RUN = 4;

/** Stretches of listed sets in a row (`1[3-9][0-9]{9}`): so many members of their union must stand in a row. */
const runsOf = (node: RegexNode): RunNeed[] => {
  const parts = node.k === 'sequence' ? node.parts : [node];
  const out: RunNeed[] = [];
  let units = new Set<number>();
  let min = 0;
  const close = (): void => {
    if (min >= SHORTEST_RUN && units.size <= 128) out.push({ units: [...units].sort((a, b) => a - b), min });
    units = new Set();
    min = 0;
  };
  for (const part of parts) {
    const set = part.k === 'repeat' ? part.of : part;
    const least = part.k === 'repeat' ? part.min : 1;
    if (set.k !== 'set' || set.units === undefined || least === 0) {
      close();
      continue;
    }
    for (const unit of set.units) units.add(unit);
    min += least;
  }
  close();
  return out;
};

/** Derives what a text must hold. Sound: whatever the expression matches satisfies clauses, gaps and runs. */
export const requiredOf = (node: RegexNode): Required => {
  const g: Gathering = { clauses: [], current: [''], minGap: 0, maxGap: 0, exact: true };
  takePart(g, node);
  flush(g);
  const [first] = g.clauses;
  const leading = first !== undefined && first.minGap > 0;
  const exact = g.exact && first !== undefined && !leading && g.minGap <= 0;
  return { clauses: g.clauses, runs: runsOf(node), exact, matchesEmpty: widthOf(node).min === 0 };
};
