import { readFileSync } from 'node:fs';
import { type Meaning, openMeaning } from '@mingjian/meaning';
import { decodeHeads, type Heads, openTurnScorer, type TurnScorer } from '@mingjian/meaning/heads/index.ts';
import { lexiconSpecs } from './lexicon.ts';

export const shippedHeadsPath = new URL('./heads.json', import.meta.url);

/** Heads from a file. @throws Error naming what is wrong with it. */
export const readHeads = (path: string | URL): Heads => decodeHeads(readFileSync(path, 'utf8'), String(path));

/** The shipped heads at work on the sentence embedder, under an institution's own where there are some. */
export const openScorer = (meaning: Meaning = openMeaning(), own?: string): TurnScorer => {
  const files = own === undefined ? [shippedHeadsPath] : [shippedHeadsPath, own];
  return openTurnScorer(files.map(readHeads), { meaning, specs: lexiconSpecs() });
};
