import { findPhrase, preparePhrase } from './fuzzy.ts';
import type { GapPattern, Stretch } from './gap.ts';
import { type LabelHit, type LabelSpec, settle } from './label.ts';

const everywhere = (text: string, word: string): Stretch[] => {
  const out: Stretch[] = [];
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1))
    out.push({ start: at, end: at + word.length });
  return out;
};

const gapFrom = (pattern: GapPattern, text: string, k: number, from: Stretch): Stretch[] => {
  const clause = pattern.clauses[k];
  if (clause === undefined) return [from];
  return clause.literals
    .flatMap((word) => everywhere(text, word))
    .filter((here) => here.start >= from.end && here.start - from.end <= clause.maxGap)
    .flatMap((here) => gapFrom(pattern, text, k + 1, { start: from.start, end: here.end }));
};

const gapEverywhere = (pattern: GapPattern, text: string): Stretch[] =>
  (pattern.clauses[0]?.literals ?? [])
    .flatMap((word) => everywhere(text, word))
    .flatMap((first) => gapFrom(pattern, text, 1, first));

/** The slow, plain matcher: one `indexOf` a word. Oracle of the fast one in tests and baseline of the bench. */
export const naiveMatch = (label: LabelSpec, text: string): LabelHit[] => {
  const cancelled = label.not.flatMap((word) => everywhere(text, word));
  const exact = [
    ...label.any.flatMap((word) => everywhere(text, word)),
    ...label.seq.flatMap((pattern) => {
      const latest = new Map<number, Stretch>();
      for (const s of gapEverywhere(pattern, text)) {
        if (s.start >= (latest.get(s.end)?.start ?? -1)) latest.set(s.end, s);
      }
      return [...latest.values()];
    }),
    ...label.regex.flatMap((source) =>
      [...text.matchAll(new RegExp(source, 'g'))].map((m) => ({ start: m.index, end: m.index + m[0].length })),
    ),
  ].map((s) => ({ ...s, text: text.slice(s.start, s.end), score: 1 }));
  const sounded = label.fuzzy.flatMap((phrase) => {
    const hit = findPhrase(preparePhrase(phrase, label.maxError), text);
    return hit === undefined
      ? []
      : [{ start: hit.start, end: hit.end, text: text.slice(hit.start, hit.end), score: 1 - hit.error }];
  });
  return settle([...exact, ...sounded], cancelled);
};
