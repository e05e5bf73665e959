/** A word of a sentence as syllables; `breakAfter`: punctuation follows. */
export type Tone = { tone: number };
export type ToneWord<T extends Tone> = { syllables: T[]; breakAfter: boolean };

/**
 * Third-tone sandhi: inside a word every third tone before a third tone becomes the second; across words only after a
 * word of one syllable, and never over punctuation. Tones are changed in place.
 */
export const thirdToneSandhi = <T extends Tone>(words: readonly ToneWord<T>[]): void => {
  for (const [index, word] of words.entries()) {
    const follower = word.syllables.length === 1 && !word.breakAfter ? words[index + 1]?.syllables[0] : undefined;
    const line = follower === undefined ? word.syllables : [...word.syllables, follower];
    for (const [at, syllable] of line.entries()) {
      if (at < word.syllables.length && syllable.tone === 3 && line[at + 1]?.tone === 3) syllable.tone = 2;
    }
  }
};
