import type { LabelSpec } from './label.ts';
import { indexLiterals, type LiteralIndex } from './literal-index.ts';
import { indexPairs, type PairIndex, type PairUse, pairKey } from './pairs.ts';
import { patternOfGap, patternOfRegex, type TextPattern, type Trigger, triggerOf } from './pattern.ts';
import { RegexRefused } from './regex-class.ts';
import type { RequiredClause } from './regex-literals.ts';
import { indexRuns, type RunIndex, type RunNeed } from './runs.ts';

/** Lists of numbers by number, flattened: those of `key` stand in `items` from `starts[key]` to `starts[key + 1]`. */
export type Lists = { starts: Int32Array; items: Int32Array };
export const flatten = (lists: readonly (readonly number[] | undefined)[]): Lists => {
  const starts = new Int32Array(lists.length + 1);
  lists.forEach((list, i) => {
    starts[i + 1] = (starts[i] as number) + (list?.length ?? 0);
  });
  return { starts, items: Int32Array.from(lists.flatMap((list) => list ?? [])) };
};

/** What a literal is used for; several may hold. */
export const WORD = 1;
export const CLAUSE = 2;
export const OPENER = 4;
export const CLOSER = 8;

/** Everything of all labels, each literal and each pattern once however many labels use it. */
export type Plan = {
  literals: LiteralIndex;
  runs: RunIndex;
  patterns: TextPattern[];
  /** Pattern → 1 where its two clauses at their distance are all it says (line breaks aside). */
  pairIsAll: Uint8Array;
  /** Pattern → labels that use it. */
  owners: Lists;
  /** Literal → labels that have it under `any`. */
  wordLabels: Lists;
  /** Literal → patterns to look at when it stands in the text. */
  clausePatterns: Lists;
  /** Literal → patterns of which it closes a pair. */
  closers: Lists;
  /** Literal → what it is used for. */
  roles: Uint8Array;
  pairs: PairIndex;
  /** Run → patterns to look at. */
  runPatterns: Lists;
  always: number[];
  longest: number;
};

type Draft = {
  place: Map<string, number>;
  words: number[][];
  clauses: number[][];
  openers: Set<number>;
  closers: number[][];
  pairs: Map<number, PairUse[]>;
  runs: RunNeed[];
  runPatterns: number[][];
  always: number[];
};

const numberOf = (draft: Draft, literal: string): number => {
  let id = draft.place.get(literal);
  if (id === undefined) {
    id = draft.place.size;
    draft.place.set(literal, id);
  }
  return id;
};

const addTo = (lists: number[][], key: number, value: number): void => {
  const list = lists[key];
  if (list === undefined) lists[key] = [value];
  else if (list.at(-1) !== value) list.push(value);
};

const addPairs = (draft: Draft, pattern: number, first: RequiredClause, second: RequiredClause): void => {
  const use = { pattern, minGap: second.minGap, maxGap: second.maxGap };
  const closing = second.literals.map((literal) => numberOf(draft, literal));
  for (const b of closing) addTo(draft.closers, b, pattern);
  for (const literal of first.literals) {
    const a = numberOf(draft, literal);
    draft.openers.add(a);
    for (const b of closing) {
      const key = pairKey(a, b);
      const uses = draft.pairs.get(key);
      if (uses === undefined) draft.pairs.set(key, [use]);
      else uses.push(use);
    }
  }
};

const addTrigger = (draft: Draft, id: number, pattern: TextPattern, trigger: Trigger): void => {
  if (trigger.by === 'always') draft.always.push(id);
  else if (trigger.by === 'run') {
    const need = pattern.runs[trigger.run] as RunNeed;
    const known = draft.runs.findIndex((run) => run.min === need.min && run.units.join() === need.units.join());
    addTo(draft.runPatterns, known >= 0 ? known : draft.runs.push(need) - 1, id);
  } else {
    const clause = pattern.clauses[trigger.clause] as RequiredClause;
    if (trigger.by === 'pair') addPairs(draft, id, clause, pattern.clauses[trigger.clause + 1] as RequiredClause);
    else for (const literal of clause.literals) addTo(draft.clauses, numberOf(draft, literal), id);
  }
};

const namedRegex = (label: string, source: string): TextPattern => {
  try {
    return patternOfRegex(source);
  } catch (error) {
    const { message } = error as Error;
    throw new RegexRefused(
      `label "${label}", regex "${source}": ${message}`,
      error instanceof RegexRefused ? error.at : 0,
    );
  }
};

type Sources = { patterns: TextPattern[]; owners: number[][] };
const sourcesOf = (labels: readonly LabelSpec[]): Sources => {
  const place = new Map<string, number>();
  const patterns: TextPattern[] = [];
  const owners: number[][] = [];
  const add = (key: string, label: number, make: () => TextPattern): void => {
    const id = place.get(key) ?? patterns.push(make()) - 1;
    place.set(key, id);
    addTo(owners, id, label);
  };
  labels.forEach((label, i) => {
    for (const gap of label.seq)
      add(JSON.stringify(gap.clauses.map((c) => [c.maxGap, c.literals])), i, () => patternOfGap(gap));
    for (const source of label.regex) add(`r${source}`, i, () => namedRegex(label.name, source));
  });
  return { patterns, owners };
};

const emptyDraft = (): Draft => ({
  place: new Map(),
  words: [],
  clauses: [],
  openers: new Set(),
  closers: [],
  pairs: new Map(),
  runs: [],
  runPatterns: [],
  always: [],
});

const rolesOf = (draft: Draft, literals: number): Uint8Array =>
  Uint8Array.from(
    { length: literals },
    (_, i) =>
      (draft.words[i] ? WORD : 0) |
      (draft.clauses[i] ? CLAUSE : 0) |
      (draft.openers.has(i) ? OPENER : 0) |
      (draft.closers[i] ? CLOSER : 0),
  );

/** Compiles labels. Throws `RegexRefused` for a regular expression outside the subset. */
export const planOf = (labels: readonly LabelSpec[]): Plan => {
  const draft = emptyDraft();
  labels.forEach((label, i) => {
    for (const word of label.any) addTo(draft.words, numberOf(draft, word), i);
  });
  const { patterns, owners } = sourcesOf(labels);
  patterns.forEach((pattern, id) => {
    addTrigger(draft, id, pattern, triggerOf(pattern));
  });
  const listed = indexRuns(draft.runs);
  if (listed === undefined) draft.always.push(...new Set(draft.runPatterns.flat()));
  const runs = listed ?? (indexRuns([]) as RunIndex);
  const literals = [...draft.place.keys()];
  const all = (lists: number[][]): Lists => flatten(Array.from(literals, (_, i) => lists[i]));
  return {
    literals: indexLiterals(literals, runs.marks),
    runs,
    patterns,
    pairIsAll: Uint8Array.from(patterns, (p) => (p.exact && p.clauses.length === 2 ? 1 : 0)),
    owners: flatten(owners),
    wordLabels: all(draft.words),
    clausePatterns: all(draft.clauses),
    closers: all(draft.closers),
    roles: rolesOf(draft, literals.length),
    pairs: indexPairs(draft.pairs),
    runPatterns: flatten(draft.runPatterns),
    always: draft.always,
    longest: literals.reduce((most, literal) => Math.max(most, literal.length), 0),
  };
};
