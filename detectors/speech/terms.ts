import { guarded } from './hot-words.ts';

/** What helps a weak segment: terms for the trie and for repair, and the few that stand in the prompt. */
export type Help = { hotWords: string[]; promptWords?: string[] };

const mostHotWords = 60;
const mostPromptWords = 8;
const fewestPromptWords = 3;

/**
 * Help for one session from the terms of its active packs and the texts of its script. Terms that the script uses come first,
 * the most used of them stand in the prompt; without a script, or with too few of its terms, the prompt stays plain, because a
 * prompt pulls the text towards itself. Terms with a negation or a number are left out.
 */
export const helpFor = (packTerms: readonly string[], scriptTexts: readonly string[] = []): Help => {
  const script = scriptTexts.join('\n');
  const uses = (term: string) => script.split(term).length - 1;
  const terms = [...new Set(packTerms)]
    .filter((term) => [...term].length >= 2 && [...term].length <= 8 && !guarded.test(term))
    .map((term) => ({ term, used: uses(term) }))
    .sort((a, b) => b.used - a.used);
  const said = terms.filter(({ used }) => used > 0).map(({ term }) => term);
  const hotWords = terms.slice(0, mostHotWords).map(({ term }) => term);
  return said.length < fewestPromptWords ? { hotWords } : { hotWords, promptWords: said.slice(0, mostPromptWords) };
};
