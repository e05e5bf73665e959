import { type GapPattern, gapStretches, type Stretch } from './gap.ts';
import { type Required, type RequiredClause, requiredOf } from './regex-literals.ts';
import { parseRegex } from './regex-parse.ts';

/** A gap pattern or regular expression, with what a text must hold before it is looked at in earnest. */
export type TextPattern = Required & {
  source: string;
  /** Every stretch of the text that the pattern matches; `isShown`: its clauses are known to stand there. */
  stretches: (text: string, isShown?: boolean) => Stretch[];
  test: (text: string) => boolean;
};

/** What makes the matcher look at a pattern: two neighbouring clauses in reach, one clause, a run of units, or every text. */
export type Trigger = { by: 'pair' | 'clause'; clause: number } | { by: 'run'; run: number } | { by: 'always' };

export const patternOfGap = (gap: GapPattern): TextPattern => {
  const clauses = gap.clauses.map(({ literals, maxGap }) => ({ literals: [...new Set(literals)], minGap: 0, maxGap }));
  const stretches = (text: string): Stretch[] => gapStretches(gap, text);
  return {
    source: gap.source,
    clauses,
    runs: [],
    exact: true,
    matchesEmpty: false,
    stretches,
    test: (text) => stretches(text).length > 0,
  };
};

/** As `matchAll`, without its copy of the expression for each text. */
const regexStretches = (regex: RegExp, text: string): Stretch[] => {
  const out: Stretch[] = [];
  regex.lastIndex = 0;
  for (let m = regex.exec(text); m !== null; m = regex.exec(text)) {
    out.push({ start: m.index, end: regex.lastIndex });
    if (m[0] === '') regex.lastIndex += 1;
  }
  return out;
};

/** Clauses of at most so many literals are looked for before an expression is run. */
const FEW = 6;

/** A regular expression of the allowed subset; throws `RegexRefused` for another. */
export const patternOfRegex = (source: string): TextPattern => {
  const required = requiredOf(parseRegex(source));
  const all = new RegExp(source, 'g');
  const one = new RegExp(source);
  // Long lists cost more to look through than the expression itself.
  const short = required.clauses.map(({ literals }) => literals).filter((literals) => literals.length <= FEW);
  const holdsClauses = (text: string): boolean => {
    for (const literals of short) if (!literals.some((literal) => text.includes(literal))) return false;
    return true;
  };
  return {
    ...required,
    source,
    stretches: (text, isShown) => (isShown === true || holdsClauses(text) ? regexStretches(all, text) : []),
    test: (text) => holdsClauses(text) && one.test(text),
  };
};

/** How rare a literal is, roughly: a Chinese character counts one, a figure or letter less. */
const weightOf = (literal: string): number => {
  let weight = 0;
  for (let i = 0; i < literal.length; i++) weight += literal.charCodeAt(i) < 128 ? 0.45 : 1;
  return weight;
};
const clauseWeight = (clause: RequiredClause): number =>
  Math.min(...clause.literals.map(weightOf)) - Math.log2(clause.literals.length) / 10;

/** Pairs are looked for this far back (units) and listed up to this number per pattern. */
export const PAIR_REACH = 40;
const MOST_PAIRS = 256;

/** Of a pair one side is words of two characters or more; the other may hold single ones, if they are not figures. */
const SINGLE = 0.5;
const makesPair = (a: RequiredClause | undefined, b: RequiredClause | undefined): boolean => {
  if (a === undefined || b === undefined) return false;
  const [first, second] = [clauseWeight(a), clauseWeight(b)];
  const isLong = (clause: RequiredClause): boolean => clause.literals.every((literal) => literal.length >= 2);
  return (isLong(a) || isLong(b)) && first >= SINGLE && second >= SINGLE;
};

const bestPair = (clauses: readonly RequiredClause[]): number | undefined => {
  let best: number | undefined;
  let weight = 0;
  for (let k = 0; k + 1 < clauses.length; k++) {
    const [a, b] = [clauses[k] as RequiredClause, clauses[k + 1] as RequiredClause];
    if (!makesPair(a, b) || b.minGap < 0 || b.maxGap > PAIR_REACH) continue;
    if (a.literals.length * b.literals.length > MOST_PAIRS) continue;
    const both = clauseWeight(a) + clauseWeight(b);
    if (both > weight) {
      weight = both;
      best = k;
    }
  }
  return best;
};

/** Below this weight a required literal says little (one character, two figures): the linter warns. */
const WEAK = 1.5;
const RUN_WEIGHT = 0.3;

/** The rarest thing that a pattern cannot do without. */
export const triggerOf = (pattern: TextPattern): Trigger => {
  const pair = bestPair(pattern.clauses);
  if (pair !== undefined) return { by: 'pair', clause: pair };
  const weights = pattern.clauses.map(clauseWeight);
  const heaviest = Math.max(0, ...weights);
  const runWeights = pattern.runs.map((run) => run.min * RUN_WEIGHT);
  const longest = Math.max(0, ...runWeights);
  if (pattern.matchesEmpty || (heaviest <= 0 && longest <= 0)) return { by: 'always' };
  if (longest > heaviest) return { by: 'run', run: runWeights.indexOf(longest) };
  return { by: 'clause', clause: weights.indexOf(heaviest) };
};

/** What a regular expression costs, for the linter. */
export type RegexCost = {
  /** Something of at least two characters, or a run of figures, must stand in a text before the expression is run. */
  hasRequiredLiteral: boolean;
  required: string[][];
  matchesEmpty: boolean;
  trigger: Trigger['by'];
};

/** Throws `RegexRefused` for an expression outside the subset; ask `checkRegex` first. */
export const regexCost = (source: string): RegexCost => {
  const pattern = patternOfRegex(source);
  const trigger = triggerOf(pattern);
  const weight =
    trigger.by === 'clause'
      ? clauseWeight(pattern.clauses[trigger.clause] as RequiredClause)
      : Number.POSITIVE_INFINITY;
  return {
    hasRequiredLiteral: trigger.by !== 'always' && weight >= WEAK,
    required: pattern.clauses.map((clause) => clause.literals),
    matchesEmpty: pattern.matchesEmpty,
    trigger: trigger.by,
  };
};
