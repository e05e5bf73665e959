import type { GapPattern, Stretch } from './gap.ts';

/** A label: what words count. `not` literals cancel any hit that they overlap. */
export type LabelSpec = {
  name: string;
  any: string[];
  seq: GapPattern[];
  not: string[];
  fuzzy: string[];
  /** Largest share of wrong syllables for `fuzzy`. */
  maxError: number;
  regex: string[];
  /** Needs a `label.score` fact of this name; undecidable without one unless other forms stand beside it. */
  like?: string;
};

/** Where a label was found in a text: UTF-16 offsets, end exclusive; score 1 = word for word. */
export type LabelHit = { start: number; end: number; text: string; score: number };

/** Number of cancelled units before each place, or undefined when no cancelling word stands in the text. */
const cancelledBefore = (text: string, not: readonly string[]): Int32Array | undefined => {
  let counts: Int32Array | undefined;
  for (const word of not) {
    for (let at = text.indexOf(word); at >= 0 && word !== ''; at = text.indexOf(word, at + 1)) {
      counts ??= new Int32Array(text.length + 2);
      counts[at + 1] = (counts[at + 1] as number) + 1;
      counts[at + word.length + 1] = (counts[at + word.length + 1] as number) - 1;
    }
  }
  if (counts === undefined) return undefined;
  let open = 0;
  for (let i = 1; i < counts.length; i++) {
    open += counts[i] as number;
    counts[i] = (counts[i - 1] as number) + (open > 0 ? 1 : 0);
  }
  return counts;
};

const isOrdered = (hits: readonly Stretch[]): boolean => {
  for (let i = 1; i < hits.length; i++) {
    const [a, b] = [hits[i - 1] as Stretch, hits[i] as Stretch];
    if (a.start > b.start || (a.start === b.start && a.end >= b.end)) return false;
  }
  return true;
};

/** Drops the hits that a word of `not` overlaps and keeps one hit per place (the first given), in reading order. */
export const settle = (text: string, found: LabelHit[], not: readonly string[]): LabelHit[] => {
  const cancelled = not.length > 0 ? cancelledBefore(text, not) : undefined;
  const standing = cancelled === undefined ? found : found.filter((hit) => cancelled[hit.start] === cancelled[hit.end]);
  if (isOrdered(standing)) return standing;
  return standing
    .sort((a, b) => a.start - b.start || a.end - b.end)
    .filter((hit, i, all) => i === 0 || hit.start !== all[i - 1]?.start || hit.end !== all[i - 1]?.end);
};
