import type { Finding } from '@mingjian/rules';
import type { Conversation } from '@mingjian/timeline';

/** A conversation and what a person said of its items; kinds beside `violated` and `ignore` (people may differ) are no violation. */
export type Labelled = {
  conversation: Conversation;
  labels: readonly { item: string; kind: string; turns: readonly number[] }[];
};
/** Outcome counts of one item over conversations: one vote a conversation. */
export type ItemScore = {
  tp: number;
  fn: number;
  fp: number;
  tn: number;
  undecided: number;
  undecidedViolated: number;
  ignored: number;
};
export type Miss = { id: string; item: string; kind: 'missed' | 'false alarm' | 'undecided'; texts: string[] };
export type Scores = {
  items: Map<string, ItemScore>;
  misses: Miss[];
  innocentTurns: number;
  alarmsOnInnocent: Map<string, number>;
};

export const openScores = (): Scores => ({
  items: new Map(),
  misses: [],
  innocentTurns: 0,
  alarmsOnInnocent: new Map(),
});

type Verdict = 'violated' | 'undecidable' | 'fine';
/** What the packs say of each item: violated wins, then undecidable. */
export const verdictsOf = (findings: readonly Finding[]): Map<string, Verdict> => {
  const out = new Map<string, Verdict>();
  for (const f of findings) {
    const known = out.get(f.item);
    if (f.verdict === 'violated') out.set(f.item, 'violated');
    else if (f.verdict === 'undecidable' && known !== 'violated') out.set(f.item, 'undecidable');
    else if (known === undefined) out.set(f.item, 'fine');
  }
  return out;
};

const emptyScore = (): ItemScore => ({ tp: 0, fn: 0, fp: 0, tn: 0, undecided: 0, undecidedViolated: 0, ignored: 0 });

const textsOf = (record: Labelled, item: string, findings: readonly Finding[]): string[] => {
  const labelled = record.labels.filter((l) => l.item === item).flatMap((l) => l.turns);
  const found = findings
    .filter((f) => f.item === item && f.verdict === 'violated')
    .flatMap((f) => f.spans.flatMap((s) => s.turns ?? []));
  return [...new Set([...labelled, ...found])].slice(0, 3).map((i) => record.conversation.turns[i]?.text ?? '');
};

/** Adds one judged conversation. Items that the packs do not speak of in this conversation count only when they were violated. */
export const addScore = (scores: Scores, record: Labelled, findings: readonly Finding[]): void => {
  const said = verdictsOf(findings);
  const innocent = !record.labels.some((label) => label.kind === 'violated');
  if (innocent) scores.innocentTurns += record.conversation.turns.length;
  const truth = new Map<string, 'violated' | 'ignore'>();
  for (const label of record.labels) {
    if (label.kind === 'violated') truth.set(label.item, 'violated');
    else if (label.kind === 'ignore' && !truth.has(label.item)) truth.set(label.item, 'ignore');
  }
  for (const item of new Set([...said.keys(), ...truth.keys()])) {
    const score = scores.items.get(item) ?? emptyScore();
    scores.items.set(item, score);
    const is = truth.get(item);
    const verdict = said.get(item) ?? 'fine';
    const note = (kind: Miss['kind']): void =>
      void scores.misses.push({ id: record.conversation.id, item, kind, texts: textsOf(record, item, findings) });
    if (is === 'ignore') score.ignored += 1;
    else if (verdict === 'undecidable') {
      score.undecided += 1;
      if (is === 'violated') score.undecidedViolated += 1;
      if (is === 'violated') note('undecided');
    } else if (is === 'violated') {
      score[verdict === 'violated' ? 'tp' : 'fn'] += 1;
      if (verdict !== 'violated') note('missed');
    } else if (verdict === 'violated') {
      score.fp += 1;
      note('false alarm');
      if (innocent) scores.alarmsOnInnocent.set(item, (scores.alarmsOnInnocent.get(item) ?? 0) + 1);
    } else score.tn += 1;
  }
};

const ratio = (a: number, b: number): number => (b === 0 ? Number.NaN : a / b);
/** Precision, and recall over all violated ones: one that was left to a person was not found. */
export const precisionOf = (s: ItemScore): number => ratio(s.tp, s.tp + s.fp);
export const recallOf = (s: ItemScore): number => ratio(s.tp, s.tp + s.fn + s.undecidedViolated);

const mean = (values: number[]): number => {
  const known = values.filter((v) => !Number.isNaN(v));
  return ratio(
    known.reduce((a, b) => a + b, 0),
    known.length,
  );
};
/** Means over the items that were violated at least `least` times; an item never raised has precision 0 when it should have been. */
export const macroOf = (scores: Scores, least = 3): { items: number; precision: number; recall: number } => {
  const chosen = [...scores.items.values()].filter((s) => s.tp + s.fn + s.undecidedViolated >= least);
  return {
    items: chosen.length,
    precision: mean(chosen.map((s) => (s.tp + s.fp === 0 ? 0 : precisionOf(s)))),
    recall: mean(chosen.map(recallOf)),
  };
};
