import type { GapPattern } from './gap.ts';

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

const overlaps = (a: { start: number; end: number }, b: { start: number; end: number }): boolean =>
  a.start < b.end && b.start < a.end;

/** Drops the cancelled hits and keeps one hit per place, in reading order. */
export const settle = (hits: LabelHit[], cancelled: readonly { start: number; end: number }[]): LabelHit[] => {
  const seen = new Set<string>();
  return hits
    .filter((hit) => !cancelled.some((c) => overlaps(hit, c)))
    .sort((a, b) => a.start - b.start || a.end - b.end)
    .filter((hit) => {
      const key = `${hit.start}-${hit.end}`;
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    });
};
