import { buildAutomaton, scan } from './automaton.ts';
import { candidates, type FuzzyPhrase, findPhrase, indexPhrases, preparePhrase } from './fuzzy.ts';
import { type GapPattern, joinGap, type Stretch } from './gap.ts';
import { type LabelHit, type LabelSpec, settle } from './label.ts';
import { spokenUnits } from './syllable.ts';

/** Finds all labels of all packs in one text: label name → hits; labels without a hit are absent. */
export type Matcher = (text: string) => Map<string, LabelHit[]>;

/** A slot collects the hits of one part of a label: its words, its cancelling words, or one clause of a gap pattern. */
type Slot = {
  label: number;
  cancels: boolean;
  afterSlot: number;
  pattern?: GapPattern;
  firstSlot: number;
  last: boolean;
};
type Plan = { literals: string[]; literalSlots: number[][]; slots: Slot[] };

const planOf = (labels: readonly LabelSpec[]): Plan => {
  const place = new Map<string, number>();
  const literalSlots: number[][] = [];
  const slots: Slot[] = [];
  const add = (words: readonly string[], slot: Slot): void => {
    const id = slots.push(slot) - 1;
    for (const word of new Set(words)) {
      const at = place.get(word) ?? literalSlots.push([]) - 1;
      place.set(word, at);
      literalSlots[at]?.push(id);
    }
  };
  labels.forEach((label, i) => {
    const plain = { label: i, afterSlot: -1, firstSlot: -1, last: true };
    add(label.any, { ...plain, cancels: false });
    add(label.not, { ...plain, cancels: true });
    for (const pattern of label.seq) {
      const firstSlot = slots.length;
      pattern.clauses.forEach((clause, k) => {
        const last = k === pattern.clauses.length - 1;
        const afterSlot = k === 0 ? -1 : firstSlot + k - 1;
        add(clause.literals, { label: i, cancels: false, afterSlot, pattern, firstSlot, last });
      });
    }
  });
  return { literals: [...place.keys()], literalSlots, slots };
};

type Gathered = { hits: Map<number, LabelHit[]>; cancelled: Map<number, Stretch[]> };
const push = <T>(map: Map<number, T[]>, key: number, value: T): void => {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
};
const hitOf = (text: string, s: Stretch, score: number): LabelHit => ({
  start: s.start,
  end: s.end,
  text: text.slice(s.start, s.end),
  score,
});

/** Literal hits of one text, gap patterns joined. A clause without its predecessor is not even noted. */
const literalMatcher = (plan: Plan): ((text: string, into: Gathered) => void) => {
  const automaton = buildAutomaton(plan.literals);
  const lengths = plan.literals.map((literal) => literal.length);
  const found: (Stretch[] | undefined)[] = new Array(plan.slots.length).fill(undefined);
  return (text, into) => {
    const touched: number[] = [];
    scan(automaton, text, (literal, end) => {
      const stretch = { start: end - (lengths[literal] as number), end };
      for (const id of plan.literalSlots[literal] as number[]) {
        const { afterSlot } = plan.slots[id] as Slot;
        if (afterSlot >= 0 && found[afterSlot] === undefined) continue;
        const list = found[id];
        if (list !== undefined) list.push(stretch);
        else {
          found[id] = [stretch];
          touched.push(id);
        }
      }
    });
    for (const id of touched) {
      const slot = plan.slots[id] as Slot;
      const list = found[id] as Stretch[];
      if (slot.cancels) for (const s of list) push(into.cancelled, slot.label, s);
      else if (slot.pattern === undefined) for (const s of list) push(into.hits, slot.label, hitOf(text, s, 1));
      else if (slot.last) {
        const clauses = slot.pattern.clauses.map((_, k) => found[slot.firstSlot + k] ?? []);
        for (const s of joinGap(slot.pattern, clauses)) push(into.hits, slot.label, hitOf(text, s, 1));
      }
    }
    for (const id of touched) found[id] = undefined;
  };
};

const fuzzyMatcher = (labels: readonly LabelSpec[]): ((text: string, into: Gathered) => void) => {
  const owned = labels.flatMap((label, i) =>
    label.fuzzy.map((phrase) => ({ label: i, phrase: preparePhrase(phrase, label.maxError) })),
  );
  const phrases: FuzzyPhrase[] = owned.map((o) => o.phrase);
  const index = indexPhrases(phrases);
  return (text, into) => {
    if (phrases.length === 0) return;
    const spoken = spokenUnits(text);
    for (const i of candidates(index, phrases, spoken.units)) {
      const near = findPhrase(phrases[i] as FuzzyPhrase, text, spoken);
      if (near !== undefined) push(into.hits, owned[i]?.label as number, hitOf(text, near, 1 - near.error));
    }
  };
};

const regexMatcher = (labels: readonly LabelSpec[]): ((text: string, into: Gathered) => void) => {
  const regexes = labels.flatMap((label, i) =>
    label.regex.map((source) => ({ label: i, regex: new RegExp(source, 'g') })),
  );
  return (text, into) => {
    for (const { label, regex } of regexes) {
      for (const m of text.matchAll(regex)) {
        push(into.hits, label, hitOf(text, { start: m.index, end: m.index + m[0].length }, 1));
      }
    }
  };
};

/** Compiles labels: one automaton for all literals, one index of syllable pairs for all fuzzy phrases. */
export const buildMatcher = (labels: readonly LabelSpec[]): Matcher => {
  const matchers = [literalMatcher(planOf(labels)), fuzzyMatcher(labels), regexMatcher(labels)];
  return (text) => {
    const gathered: Gathered = { hits: new Map(), cancelled: new Map() };
    for (const match of matchers) match(text, gathered);
    const result = new Map<string, LabelHit[]>();
    for (const [label, list] of gathered.hits) {
      const kept = settle(list, gathered.cancelled.get(label) ?? []);
      if (kept.length > 0) result.set((labels[label] as LabelSpec).name, kept);
    }
    return result;
  };
};
