import type { LiteralHits } from './literal-scan.ts';
import { findPair } from './pairs.ts';
import { PAIR_REACH } from './pattern.ts';
import { CLAUSE, CLOSER, type Lists, OPENER, type Plan } from './plan.ts';

/** Patterns worth a look in the text at hand. Kept and used again from text to text; `epoch` saves clearing. */
export type Candidates = {
  list: number[];
  epoch: number;
  /** Pattern → epoch in which it was listed; in which its clauses were seen at their distance. */
  listed: Int32Array;
  proven: Int32Array;
  /** Literal → epoch in which it was last seen; for texts with very many hits. */
  seen: Int32Array;
};

export const noCandidates = (plan: Plan): Candidates => ({
  list: [],
  epoch: 0,
  listed: new Int32Array(plan.patterns.length),
  proven: new Int32Array(plan.patterns.length),
  seen: new Int32Array(plan.literals.lengths.length),
});

/** With more literals in a text than this, pairs are no longer looked up one by one. */
export const MANY_HITS = 1024;

const propose = (c: Candidates, pattern: number): void => {
  if (c.listed[pattern] === c.epoch) return;
  c.listed[pattern] = c.epoch;
  c.list.push(pattern);
};

const proposeAll = (c: Candidates, lists: Lists, key: number): void => {
  const to = lists.starts[key + 1] as number;
  for (let at = lists.starts[key] as number; at < to; at++) propose(c, lists.items[at] as number);
};

/** The hit closes pairs: which openers stand in reach before it? */
const lookBack = (plan: Plan, hits: LiteralHits, at: number, c: Candidates): void => {
  const { pairs, roles } = plan;
  const closer = hits.literal[at] as number;
  const start = hits.start[at] as number;
  const earliest = start - PAIR_REACH - plan.longest;
  for (let back = at - 1; back >= 0; back--) {
    const from = hits.start[back] as number;
    if (from < earliest) return;
    const opener = hits.literal[back] as number;
    if (((roles[opener] as number) & OPENER) === 0) continue;
    const gap = start - from - (plan.literals.lengths[opener] as number);
    if (gap < 0 || gap > PAIR_REACH) continue;
    const pair = findPair(pairs, opener, closer);
    if (pair < 0) continue;
    const end = pairs.table[pair + 3] as number;
    for (let use = pairs.table[pair + 2] as number; use < end; use++) {
      if (gap > (pairs.maxGap[use] as number) || gap < (pairs.minGap[use] as number)) continue;
      const pattern = pairs.pattern[use] as number;
      propose(c, pattern);
      c.proven[pattern] = c.epoch;
    }
  }
};

/** Every pattern of which both sides were seen somewhere: linear in literals and uses, whatever the number of hits. */
const proposeSeen = (plan: Plan, hits: LiteralHits, c: Candidates): void => {
  for (let at = 0; at < hits.count; at++) {
    const literal = hits.literal[at] as number;
    if (c.seen[literal] === c.epoch) continue;
    c.seen[literal] = c.epoch;
    proposeAll(c, plan.closers, literal);
    proposeAll(c, plan.clausePatterns, literal);
  }
};

/** Fills `c.list` from the literals and runs found in a text. */
export const gatherCandidates = (plan: Plan, hits: LiteralHits, c: Candidates): void => {
  c.epoch += 1;
  c.list.length = 0;
  if (hits.count > MANY_HITS) proposeSeen(plan, hits, c);
  else
    for (let at = 0; at < hits.count; at++) {
      const literal = hits.literal[at] as number;
      const role = plan.roles[literal] as number;
      if ((role & CLAUSE) !== 0) proposeAll(c, plan.clausePatterns, literal);
      if ((role & CLOSER) !== 0) lookBack(plan, hits, at, c);
    }
  for (const run of plan.runs.fired) proposeAll(c, plan.runPatterns, run);
  for (const pattern of plan.always) propose(c, pattern);
};
