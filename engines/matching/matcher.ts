import { buildAutomaton, scan } from './automaton.ts';
import { candidates, type FuzzyPhrase, findPhrase, indexPhrases, preparePhrase } from './fuzzy.ts';
import { joinGap, type Stretch } from './gap.ts';
import { type LabelHit, type LabelSpec, settle } from './label.ts';
import { spokenUnits } from './syllable.ts';

/** What a literal is for: a word of `any`, of `not`, or of one clause of a gap pattern. */
type Use = { label: number; part: 'any' | 'not' | 'seq'; pattern: number; clause: number };
type Found = { any: Stretch[]; not: Stretch[]; seq: Stretch[][][] };

/** Finds all labels of all packs in one text: label name → hits; labels without a hit are absent. */
export type Matcher = (text: string) => Map<string, LabelHit[]>;

const gatherLiterals = (labels: readonly LabelSpec[]): { literals: string[]; uses: Use[][] } => {
  const place = new Map<string, number>();
  const uses: Use[][] = [];
  const add = (word: string, use: Use): void => {
    const at = place.get(word) ?? uses.push([]) - 1;
    place.set(word, at);
    (uses[at] as Use[]).push(use);
  };
  labels.forEach((label, i) => {
    for (const word of label.any) add(word, { label: i, part: 'any', pattern: 0, clause: 0 });
    for (const word of label.not) add(word, { label: i, part: 'not', pattern: 0, clause: 0 });
    label.seq.forEach((gap, pattern) => {
      gap.clauses.forEach((clause, k) => {
        for (const word of clause.literals) add(word, { label: i, part: 'seq', pattern, clause: k });
      });
    });
  });
  return { literals: [...place.keys()], uses };
};

const emptyFound = (label: LabelSpec): Found => ({
  any: [],
  not: [],
  seq: label.seq.map((gap) => gap.clauses.map(() => [])),
});

const note = (found: Found, use: Use, stretch: Stretch): void => {
  if (use.part === 'seq') found.seq[use.pattern]?.[use.clause]?.push(stretch);
  else found[use.part].push(stretch);
};

/** Compiles labels: one automaton for all literals, one index of syllable pairs for all fuzzy phrases. */
export const buildMatcher = (labels: readonly LabelSpec[]): Matcher => {
  const { literals, uses } = gatherLiterals(labels);
  const automaton = buildAutomaton(literals);
  const phrases: FuzzyPhrase[] = [];
  const phraseLabel: number[] = [];
  labels.forEach((label, i) => {
    for (const phrase of label.fuzzy) {
      phrases.push(preparePhrase(phrase, label.maxError));
      phraseLabel.push(i);
    }
  });
  const index = indexPhrases(phrases);
  const regexes = labels.flatMap((label, i) =>
    label.regex.map((source) => ({ label: i, regex: new RegExp(source, 'g') })),
  );

  return (text) => {
    const found = new Map<number, Found>();
    const hits = new Map<number, LabelHit[]>();
    const at = (label: number): Found => {
      const known = found.get(label) ?? emptyFound(labels[label] as LabelSpec);
      found.set(label, known);
      return known;
    };
    const hit = (label: number, s: Stretch, score: number): void => {
      const list = hits.get(label) ?? [];
      list.push({ start: s.start, end: s.end, text: text.slice(s.start, s.end), score });
      hits.set(label, list);
    };
    scan(automaton, text, (literal, end) => {
      const start = end - (literals[literal] as string).length;
      for (const use of uses[literal] as Use[]) note(at(use.label), use, { start, end });
    });
    for (const [label, parts] of found) {
      for (const s of parts.any) hit(label, s, 1);
      labels[label]?.seq.forEach((gap, k) => {
        for (const s of joinGap(gap, parts.seq[k] ?? [])) hit(label, s, 1);
      });
    }
    for (const { label, regex } of regexes) {
      for (const m of text.matchAll(regex)) hit(label, { start: m.index, end: m.index + m[0].length }, 1);
    }
    if (phrases.length > 0) {
      const spoken = spokenUnits(text);
      for (const i of candidates(index, phrases, spoken.units)) {
        const near = findPhrase(phrases[i] as FuzzyPhrase, text, spoken);
        if (near !== undefined) hit(phraseLabel[i] as number, near, 1 - near.error);
      }
    }
    const result = new Map<string, LabelHit[]>();
    for (const [label, list] of hits) {
      const kept = settle(list, found.get(label)?.not ?? []);
      if (kept.length > 0) result.set((labels[label] as LabelSpec).name, kept);
    }
    return result;
  };
};
