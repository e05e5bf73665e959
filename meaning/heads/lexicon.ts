import { buildMatcher, isAsserted, type LabelSpec, stanceOf } from '@mingjian/matching';

/** Which labels of the packs stand in a text, by place in the lexicon; `asserted` = neither denied, asked, quoted, nor supposed. */
export type LexiconHits = { said: number[]; asserted: number[] };
export type Lexicon = { names: readonly string[]; hitsOf(text: string): LexiconHits };

/**
 * The packs' own words as features. `names` fixes the places (a head file's list); one that `specs` lack is never said.
 * Labels of meaning alone (`like:`) have no words and stay out.
 */
export const openLexicon = (names: readonly string[], specs: readonly LabelSpec[]): Lexicon => {
  const known = new Map(specs.map((spec) => [spec.name, spec]));
  const place = new Map(names.map((name, i) => [name, i]));
  const match = buildMatcher(names.flatMap((name) => known.get(name) ?? []));
  return {
    names,
    hitsOf: (text) => {
      const said: number[] = [];
      const asserted: number[] = [];
      for (const [name, hits] of match(text)) {
        const at = place.get(name) as number;
        said.push(at);
        if (hits.some((hit) => isAsserted(stanceOf(text, hit.start, hit.end)))) asserted.push(at);
      }
      return { said, asserted };
    },
  };
};
