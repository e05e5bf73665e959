import type { FactDraft } from '@mingjian/timeline';

/** What was true and what was said, moment by moment; `undefined` said is undecidable and counts as not said. */
export type Tally = { name: string; hit: number; missed: number; wrong: number; quiet: number; open: number };
export const tally = (name: string): Tally => ({ name, hit: 0, missed: 0, wrong: 0, quiet: 0, open: 0 });

export const count = (into: Tally, truth: boolean, said: boolean | undefined): void => {
  if (said === undefined) into.open++;
  if (truth) said === true ? into.hit++ : into.missed++;
  else said === true ? into.wrong++ : into.quiet++;
};

const percent = (part: number, whole: number): string =>
  whole === 0 ? 'unmeasured' : `${((100 * part) / whole).toFixed(1)} %`;

export const row = ({ name, hit, missed, wrong, quiet, open }: Tally) => ({
  what: name,
  N: hit + missed + wrong + quiet,
  positives: hit + missed,
  precision: percent(hit, hit + wrong),
  recall: percent(hit, hit + missed),
  undecidable: open,
});

/** Whether a state holds at a moment. */
export const holds = (facts: readonly FactDraft[], name: string, tMs: number): FactDraft | undefined =>
  facts.find((fact) => fact.name === name && fact.t <= tMs && tMs < (fact.end ?? 0));
