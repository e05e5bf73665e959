import { type Dictionary, emptyDictionary } from './dictionary.ts';
import { readNumbers } from './numbers.ts';
import { thirdToneSandhi } from './sandhi.ts';
import { speakSyllable } from './syllable.ts';
import { type SpokenText, type Word, wordsOf } from './words.ts';

const analyse = (text: string, dictionary: Dictionary): SpokenText =>
  wordsOf(readNumbers(dictionary.rewrite(text)), dictionary);

/**
 * Text to the phoneme string of the voice model, numbers read out, tones changed as in fluent speech.
 * Characters without a reading are left out: `unspoken` lists them.
 */
export const phonemes = (text: string, dictionary: Dictionary = emptyDictionary): string => {
  const { words } = analyse(text, dictionary);
  thirdToneSandhi(words);
  return spell(words);
};

/** Characters of a text that would be silent (rare Han, other scripts). A prompt is good when there is none. */
export const unspoken = (text: string, dictionary: Dictionary = emptyDictionary): string[] =>
  analyse(text, dictionary).silent;

const spell = (words: readonly Word[]): string => {
  let spelt = '';
  for (const { syllables, mark } of words) {
    const word = syllables.map((part) => part.spelt ?? speakSyllable(part)).join('');
    const needsSpace = word !== '' && spelt !== '' && !/[ “(]$/.test(spelt);
    spelt += (needsSpace ? ' ' : '') + word + mark;
  }
  return spelt.replace(/\s+/g, ' ').trim();
};
