import { findPhrase, preparePhrase } from './fuzzy.ts';
import type { GapPattern, Stretch } from './gap.ts';
import type { LabelHit, LabelSpec } from './label.ts';

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

const gapEverywhere = (pattern: GapPattern, text: string): Stretch[] => {
  const latest = new Map<number, Stretch>();
  for (const word of pattern.clauses[0]?.literals ?? [])
    for (const first of everywhere(text, word))
      for (const s of gapFrom(pattern, text, 1, first))
        if (s.start >= (latest.get(s.end)?.start ?? -1)) latest.set(s.end, s);
  return [...latest.values()];
};

const settleSlowly = (hits: LabelHit[], cancelled: readonly Stretch[]): LabelHit[] =>
  hits
    .filter((hit) => !cancelled.some((c) => hit.start < c.end && c.start < hit.end))
    .filter((hit, i, all) => all.findIndex((h) => h.start === hit.start && h.end === hit.end) === i)
    .sort((a, b) => a.start - b.start || a.end - b.end);

/** The slow, plain matcher: one `indexOf` a word. Oracle of the fast one in tests and baseline of the bench. */
export const naiveMatch = (label: LabelSpec, text: string): LabelHit[] => {
  const cancelled = label.not.flatMap((word) => everywhere(text, word));
  const exact = [
    ...label.any.flatMap((word) => everywhere(text, word)),
    ...label.seq.flatMap((pattern) => gapEverywhere(pattern, text)),
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
  return settleSlowly([...exact, ...sounded], cancelled);
};
