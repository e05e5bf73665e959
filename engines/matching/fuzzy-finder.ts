import { candidates, type FuzzyHit, type FuzzyPhrase, findPhrase, indexPhrases, preparePhrase } from './fuzzy.ts';
import type { LabelSpec } from './label.ts';
import { spokenUnits } from './syllable.ts';

/** Finds the fuzzy phrases of all labels in one text; `onHit(label, hit)` for each phrase that was said. */
export const fuzzyFinder = (
  labels: readonly LabelSpec[],
): ((text: string, onHit: (label: number, hit: FuzzyHit) => void) => void) => {
  const owned = labels.flatMap((label, i) =>
    label.fuzzy.map((phrase) => ({ label: i, phrase: preparePhrase(phrase, label.maxError) })),
  );
  const phrases: FuzzyPhrase[] = owned.map((o) => o.phrase);
  const index = indexPhrases(phrases);
  return (text, onHit) => {
    if (phrases.length === 0) return;
    const spoken = spokenUnits(text);
    for (const i of candidates(index, phrases, spoken.units)) {
      const near = findPhrase(phrases[i] as FuzzyPhrase, text, spoken);
      if (near !== undefined) onHit(owned[i]?.label as number, near);
    }
  };
};
