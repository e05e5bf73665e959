import { pinyin } from 'pinyin-pro';
import { guarded } from './hot-words.ts';

const han = /^\p{Script=Han}$/u;

/** Toneless syllables of Han text, one per character; other characters stand for themselves. */
export const syllables = (text: string): string[] =>
  [...text].map((c) => (han.test(c) ? pinyin(c, { toneType: 'none', v: true }) : c.toLowerCase()));

/**
 * Replaces homophones by the terms of the lexicon, longest first: a window of the same toneless syllables, or one
 * syllable away when the term has at least four. A negation or a number is never written, removed or changed.
 */
export const repair = (text: string, terms: readonly string[]): string => {
  let characters = [...text];
  const longestFirst = [...new Set(terms)].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  for (const term of longestFirst) {
    const wanted = [...term];
    if (wanted.length >= 2 && wanted.every((c) => han.test(c))) characters = repairTerm(characters, wanted);
  }
  return characters.join('');
};

const repairTerm = (text: readonly string[], term: readonly string[]): string[] => {
  const result = [...text];
  const sounds = syllables(text.join(''));
  const wanted = syllables(term.join(''));
  const allowed = term.length >= 4 ? 1 : 0;
  for (let at = 0; at + term.length <= result.length; at++) {
    const window = result.slice(at, at + term.length);
    if (window.join('') === term.join('') || !window.every((c) => han.test(c))) continue;
    const different = wanted.filter((sound, i) => sound !== sounds[at + i]).length;
    if (different > allowed || touchesGuarded(window, term)) continue;
    result.splice(at, term.length, ...term);
    sounds.splice(at, term.length, ...wanted);
  }
  return result;
};

const touchesGuarded = (window: readonly string[], term: readonly string[]): boolean =>
  window.some((c, i) => c !== term[i] && (guarded.test(c) || guarded.test(term[i] as string)));
