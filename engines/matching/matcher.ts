import { type Candidates, gatherCandidates, noCandidates } from './candidates.ts';
import { fuzzyFinder } from './fuzzy-finder.ts';
import type { Stretch } from './gap.ts';
import { type LabelHit, type LabelSpec, settle } from './label.ts';
import { emptyHits, type LiteralHits, scanLiterals } from './literal-scan.ts';
import type { TextPattern } from './pattern.ts';
import { type Lists, type Plan, planOf, WORD } from './plan.ts';

/** Finds all labels of all packs in one text: label name → hits; labels without a hit are absent. */
export type Matcher = (text: string) => Map<string, LabelHit[]>;

/** A matcher that can also say only which labels a text has (their places in the list), without where: cheaper. */
export type LabelMatcher = Matcher & { which: (text: string) => number[] };

type Machine = { labels: readonly LabelSpec[]; plan: Plan; hits: LiteralHits; candidates: Candidates };
type Found = { touched: number[]; hits: (LabelHit[] | undefined)[] };

const addHit = (found: Found, label: number, hit: LabelHit): void => {
  const list = found.hits[label];
  if (list !== undefined) list.push(hit);
  else {
    found.hits[label] = [hit];
    found.touched.push(label);
  }
};

const hitOf = (text: string, { start, end }: Stretch, score: number): LabelHit => ({
  start,
  end,
  text: text.slice(start, end),
  score,
});

const collectWords = ({ plan, hits }: Machine, text: string, found: Found): void => {
  const { starts, items } = plan.wordLabels;
  for (let at = 0; at < hits.count; at++) {
    const literal = hits.literal[at] as number;
    if (((plan.roles[literal] as number) & WORD) === 0) continue;
    const to = starts[literal + 1] as number;
    for (let i = starts[literal] as number; i < to; i++) {
      const start = hits.start[at] as number;
      addHit(
        found,
        items[i] as number,
        hitOf(text, { start, end: start + (plan.literals.lengths[literal] as number) }, 1),
      );
    }
  }
};

const collectPatterns = ({ plan, candidates }: Machine, text: string, found: Found): void => {
  const { starts, items } = plan.owners;
  for (const id of candidates.list) {
    const isShown = candidates.proven[id] === candidates.epoch;
    const stretches = (plan.patterns[id] as TextPattern).stretches(text, isShown);
    for (let i = starts[id] as number; i < (starts[id + 1] as number); i++)
      for (const stretch of stretches) addHit(found, items[i] as number, hitOf(text, stretch, 1));
  }
};

const look = (machine: Machine, text: string): void => {
  scanLiterals(machine.plan.literals, machine.plan.runs, text, machine.hits);
  gatherCandidates(machine.plan, machine.hits, machine.candidates);
};

/** `.` in a regular expression stops at these, gaps of the index do not. */
const lineBreak = /[\n\r\u2028\u2029]/;

const addAll = (lists: Lists, key: number, stamped: Stamped): void => {
  const to = lists.starts[key + 1] as number;
  for (let i = lists.starts[key] as number; i < to; i++) stamp(stamped, lists.items[i] as number);
};

/** Labels of the text at hand, each once. */
type Stamped = { list: number[]; epoch: number; stamps: Int32Array };
const stamp = (s: Stamped, label: number): void => {
  if (s.stamps[label] === s.epoch) return;
  s.stamps[label] = s.epoch;
  s.list.push(label);
};

/** Labels found by word or pattern, cancelling words aside. */
const touch = ({ plan, hits, candidates }: Machine, text: string, stamped: Stamped): void => {
  for (let at = 0; at < hits.count; at++) {
    const literal = hits.literal[at] as number;
    if (((plan.roles[literal] as number) & WORD) !== 0) addAll(plan.wordLabels, literal, stamped);
  }
  if (candidates.list.length === 0) return;
  const oneLine = !lineBreak.test(text);
  for (const id of candidates.list) {
    const shown = oneLine && candidates.proven[id] === candidates.epoch && plan.pairIsAll[id] === 1;
    if (shown || (plan.patterns[id] as TextPattern).test(text)) addAll(plan.owners, id, stamped);
  }
};

/** Compiles labels: one index for all literals and patterns, one index of syllable pairs for all fuzzy phrases. */
export const buildMatcher = (labels: readonly LabelSpec[]): LabelMatcher => {
  const plan = planOf(labels);
  const machine: Machine = { labels, plan, hits: emptyHits(), candidates: noCandidates(plan) };
  const fuzzy = fuzzyFinder(labels);
  const hits: Found['hits'] = labels.map(() => undefined);
  const match: Matcher = (text) => {
    const found: Found = { touched: [], hits };
    look(machine, text);
    collectWords(machine, text, found);
    collectPatterns(machine, text, found);
    fuzzy(text, (label, near) => addHit(found, label, hitOf(text, near, 1 - near.error)));
    const result = new Map<string, LabelHit[]>();
    for (const label of found.touched) {
      const { name, not } = labels[label] as LabelSpec;
      const kept = settle(text, hits[label] as LabelHit[], not);
      hits[label] = undefined;
      if (kept.length > 0) result.set(name, kept);
    }
    return result;
  };
  const stamped: Stamped = { list: [], epoch: 0, stamps: new Int32Array(labels.length) };
  const cancels = labels.some((label) => label.not.length > 0);
  const which = (text: string): number[] => {
    look(machine, text);
    stamped.epoch += 1;
    stamped.list = [];
    touch(machine, text, stamped);
    fuzzy(text, (label) => stamp(stamped, label));
    const { list } = stamped;
    const doubtful = cancels && list.some((label) => labels[label]?.not.some((word) => text.includes(word)));
    if (!doubtful) return list;
    const full = match(text);
    return list.filter((label) => full.has((labels[label] as LabelSpec).name));
  };
  return Object.assign(match, { which });
};
