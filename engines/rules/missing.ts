import { type FuzzyPhrase, type LabelSpec, nearness, preparePhrase } from '@mingjian/matching';
import type { Finding } from './finding.ts';
import type { Pattern } from './model.ts';
import { labelsOf } from './pattern.ts';
import { labelOf, type PlannedRule } from './plan.ts';
import type { Trace, TraceTurn } from './trace.ts';

type Missing = NonNullable<Finding['missing']>;
type Wanted = { expected: string; phrases: { phrase: string; pairs: string[]; prepared?: FuzzyPhrase }[] };

/** Phrases of a rule that are compared with what was said; more would only slow a report down. */
const mostPhrases = 12;
const wanted = new WeakMap<Pattern, Wanted>();

const pairsOf = (text: string): string[] => {
  const pairs: string[] = [];
  for (let i = 1; i < text.length; i++) pairs.push(text.slice(i - 1, i + 1));
  return pairs;
};
const phrasesOf = (label: LabelSpec): string[] => [
  ...label.fuzzy,
  ...label.any,
  ...label.seq.map((gap) => gap.clauses.map((clause) => clause.literals[0] ?? '').join('')),
];
const wantedBy = (pattern: Pattern, { rule, pack }: PlannedRule): Wanted => {
  let known = wanted.get(pattern);
  if (known === undefined) {
    const names = new Set(labelsOf(pattern).map(labelOf));
    const phrases = pack.labels.filter((label) => names.has(label.name)).flatMap(phrasesOf);
    known = {
      expected: phrases.slice(0, 5).join(' / ') || rule.message,
      phrases: phrases.slice(0, mostPhrases).map((phrase) => ({ phrase, pairs: pairsOf(phrase) })),
    };
    wanted.set(pattern, known);
  }
  return known;
};

/** Share of the phrase's character pairs that a text holds: cheap, and enough to choose what is aligned by sound. */
const shared = (pairs: readonly string[], text: string): number => {
  let found = 0;
  for (const pair of pairs) if (text.includes(pair)) found += 1;
  return pairs.length === 0 ? 0 : found / pairs.length;
};

const isSearched = (turn: TraceTurn, window: [number, number]): boolean =>
  turn.endMs >= window[0] && turn.startMs <= window[1] && turn.role !== 'customer';

/** For a miss: what was looked for, where, and the turn whose words came nearest (by sound, 0–1). */
export const describeMiss = (
  planned: PlannedRule,
  at: { trace: Trace; window: [number, number]; lookedFor: 'target' | 'anchor' },
): Missing => {
  const pattern = at.lookedFor === 'anchor' ? planned.rule.anchor : planned.rule.target;
  const until = Number.isFinite(at.window[1]) ? at.window[1] : at.trace.endMs;
  const window: [number, number] = [at.window[0], until];
  if (pattern === undefined) return { expected: planned.rule.message, window };
  const { expected, phrases } = wantedBy(pattern, planned);
  let best: { turn: TraceTurn; phrase: Wanted['phrases'][number]; share: number } | undefined;
  for (const turn of at.trace.turns) {
    if (!isSearched(turn, window)) continue;
    for (const phrase of phrases) {
      const share = shared(phrase.pairs, turn.text);
      if (share > (best?.share ?? 0)) best = { turn, phrase, share };
    }
  }
  if (best === undefined) return { expected, window };
  best.phrase.prepared ??= preparePhrase(best.phrase.phrase, 1);
  const score = Math.round(nearness(best.phrase.prepared, best.turn.text) * 100) / 100;
  if (score <= 0.3) return { expected, window };
  return { expected, window, nearest: { text: best.turn.text, turn: best.turn.index, score } };
};
