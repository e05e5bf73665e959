import { readFileSync } from 'node:fs';
import { type Forced, forcedReadings } from './polyphones.ts';

/** How an operator wants product names and rare words read. */
export type Dictionary = {
  rewrite(text: string): string;
  forced: readonly Forced[];
};

export const emptyDictionary: Dictionary = { rewrite: (text) => text, forced: forcedReadings };

const pinyinWord = /^[a-zü]+[0-4]$/i;

/**
 * Reads a dictionary: one entry a line, `word = reading`; lines that start with # are comments. A reading is pinyin with
 * tone digits, one for each character (`海棠 = hai3 tang2`), or the words to say instead (`APP = 手机应用`).
 * @throws Error with the line number when an entry has no `=` or the wrong number of syllables.
 */
export const readDictionary = (content: string): Dictionary => {
  const forced: Forced[] = [...forcedReadings];
  const rewritten: [string, string][] = [];
  for (const [index, line] of content.split(/\r?\n/).entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const [word, reading] = line.split('=').map((side) => side.trim());
    if (!word || !reading) throw new Error(`line ${index + 1} of the dictionary is not "word = reading": ${line}`);
    const syllables = reading.split(/\s+/);
    if (!syllables.every((syllable) => pinyinWord.test(syllable))) rewritten.push([word, reading]);
    else forced.push(...readingOf(word, syllables, index + 1));
  }
  return {
    forced,
    rewrite: (text) => rewritten.reduce((said, [word, reading]) => said.replaceAll(word, reading), text),
  };
};

const readingOf = (word: string, syllables: string[], line: number): Forced[] => {
  const characters = [...word];
  if (characters.length !== syllables.length) {
    throw new Error(`line ${line} of the dictionary gives ${syllables.length} syllables for ${word}`);
  }
  let at = 0;
  return characters.map((character, index) => {
    const syllable = syllables[index]!.toLowerCase().replace('ü', 'v');
    const forced = { pattern: literal(word), at, pinyin: syllable.slice(0, -1), tone: Number(syllable.slice(-1)) };
    at += character.length;
    return forced;
  });
};

const literal = (word: string): RegExp => new RegExp(word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'g');

/** The dictionary of a file. @throws Error naming the file and the line. */
export const openDictionary = (path: string): Dictionary => {
  try {
    return readDictionary(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(`${path}: ${(error as Error).message}`);
  }
};
