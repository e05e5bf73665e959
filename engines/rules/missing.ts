import { type FuzzyPhrase, type LabelSpec, nearness, preparePhrase } from '@mingjian/matching';
import type { Finding } from './finding.ts';
import type { CompiledPack, Pattern } from './model.ts';
import { labelsOf } from './pattern.ts';
import { labelOf, type Plan, type PlannedRule } from './plan.ts';
import type { Trace, TraceTurn } from './trace.ts';

type Missing = NonNullable<Finding['missing']>;
type Phrase = { phrase: string; pairCount: number; prepared?: FuzzyPhrase };
type Wanted = { expected: string; phrases: number[] };
/** Phrases of all rules that may miss, found by the character pairs they hold. */
type PhraseIndex = { phrases: Phrase[]; byPair: Map<number, number[]>; wanted: Map<Pattern, Wanted> };
/** How many pairs of a phrase a turn holds, by phrase; as far as the turns were read. */
type NearTurns = { upTo: number; byPhrase: Map<number, { turn: number; pairs: number }[]> };

/** Phrases of a rule that are compared with what was said; more would only slow a report down. */
const mostPhrases = 12;
/** Below this share nothing is called near. */
const leastNearness = 0.3;

const phrasesOf = (label: LabelSpec): string[] => [
  ...label.fuzzy,
  ...label.any,
  ...label.seq.map((gap) => gap.clauses.map((clause) => clause.literals[0] ?? '').join('')),
];
const pairsOf = (text: string): Set<number> => {
  const pairs = new Set<number>();
  for (let i = 1; i < text.length; i++) pairs.add(text.charCodeAt(i - 1) * 65_536 + text.charCodeAt(i));
  return pairs;
};

const addPhrase = (index: PhraseIndex, places: Map<string, number>, phrase: string): number => {
  const known = places.get(phrase);
  if (known !== undefined) return known;
  const pairs = pairsOf(phrase);
  const number = index.phrases.push({ phrase, pairCount: pairs.size }) - 1;
  places.set(phrase, number);
  for (const pair of pairs) {
    const list = index.byPair.get(pair);
    if (list === undefined) index.byPair.set(pair, [number]);
    else list.push(number);
  }
  return number;
};
const wantedPhrases = (pack: CompiledPack, pattern: Pattern): string[] => {
  const names = new Set(labelsOf(pattern).map(labelOf));
  return pack.labels.filter((label) => names.has(label.name)).flatMap(phrasesOf);
};

const indexes = new WeakMap<Plan, PhraseIndex>();
const indexOf = (plan: Plan): PhraseIndex => {
  const known = indexes.get(plan);
  if (known !== undefined) return known;
  const index: PhraseIndex = { phrases: [], byPair: new Map(), wanted: new Map() };
  const places = new Map<string, number>();
  for (const { rule, pack } of plan.rules) {
    if (!rule.shape.endsWith('require')) continue;
    for (const pattern of [rule.target, rule.atLeastOnce ? rule.anchor : undefined]) {
      if (pattern === undefined) continue;
      const phrases = wantedPhrases(pack, pattern);
      const expected = phrases.slice(0, 5).join(' / ') || rule.message;
      index.wanted.set(pattern, {
        expected,
        phrases: phrases.slice(0, mostPhrases).map((phrase) => addPhrase(index, places, phrase)),
      });
    }
  }
  indexes.set(plan, index);
  return index;
};

const near = new WeakMap<Trace, NearTurns>();
/** Reads the turns that came since the last time. The customer's words are no attempt at a must-say. */
const nearTurns = (trace: Trace): NearTurns => {
  let known = near.get(trace);
  if (known === undefined) {
    known = { upTo: 0, byPhrase: new Map() };
    near.set(trace, known);
  }
  const { byPair } = indexOf(trace.plan);
  for (; known.upTo < trace.turns.length; known.upTo++) {
    const turn = trace.turns[known.upTo] as TraceTurn;
    if (turn.role === 'customer') continue;
    const counts = new Map<number, number>();
    for (const pair of pairsOf(turn.text)) {
      for (const phrase of byPair.get(pair) ?? []) counts.set(phrase, (counts.get(phrase) ?? 0) + 1);
    }
    for (const [phrase, pairs] of counts) {
      const list = known.byPhrase.get(phrase);
      if (list === undefined) known.byPhrase.set(phrase, [{ turn: turn.index, pairs }]);
      else list.push({ turn: turn.index, pairs });
    }
  }
  return known;
};

const nearest = (trace: Trace, wanted: Wanted, window: [number, number]): Missing['nearest'] => {
  const { phrases } = indexOf(trace.plan);
  const { byPhrase } = nearTurns(trace);
  let best: { turn: TraceTurn; phrase: Phrase; share: number } | undefined;
  for (const number of wanted.phrases) {
    const phrase = phrases[number] as Phrase;
    for (const place of byPhrase.get(number) ?? []) {
      const turn = trace.turns[place.turn] as TraceTurn;
      const share = place.pairs / phrase.pairCount;
      if (turn.endMs < window[0] || turn.startMs > window[1] || share <= (best?.share ?? 0)) continue;
      best = { turn, phrase, share };
    }
  }
  if (best === undefined) return undefined;
  best.phrase.prepared ??= preparePhrase(best.phrase.phrase, 1);
  const score = Math.round(nearness(best.phrase.prepared, best.turn.text) * 100) / 100;
  return score <= leastNearness ? undefined : { text: best.turn.text, turn: best.turn.index, score };
};

/** For a miss: what was looked for, where, and the turn whose words came nearest (by sound, 0–1). */
export const describeMiss = (
  { rule }: PlannedRule,
  at: { trace: Trace; window: [number, number]; lookedFor: 'target' | 'anchor' },
): Missing => {
  const pattern = at.lookedFor === 'anchor' ? rule.anchor : rule.target;
  const until = Number.isFinite(at.window[1]) ? at.window[1] : at.trace.endMs;
  const window: [number, number] = [at.window[0], until];
  const wanted = pattern === undefined ? undefined : indexOf(at.trace.plan).wanted.get(pattern);
  if (wanted === undefined) return { expected: rule.message, window };
  const found = nearest(at.trace, wanted, window);
  return { expected: wanted.expected, window, ...(found === undefined ? {} : { nearest: found }) };
};
