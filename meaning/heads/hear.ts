import type { Role } from '@mingjian/timeline';
import { centred } from '../centre.ts';
import type { Meaning } from '../meaning.ts';
import type { HeardTurn } from './features.ts';
import type { Lexicon } from './lexicon.ts';

/** Turns as the heads take them in: one vector a turn, the packs' words in it. Texts and result in the same order. */
export const hearTurns = async (
  turns: readonly { text: string; role: Role }[],
  by: { meaning: Meaning; lexicon: Lexicon; mean: Float32Array; signal?: AbortSignal },
): Promise<HeardTurn[]> => {
  const vectors = await by.meaning.embed(
    turns.map((turn) => turn.text),
    by.signal === undefined ? {} : { signal: by.signal },
  );
  return turns.map(({ text, role }, i) => ({
    text,
    role,
    vector: centred(vectors[i] as Float32Array, by.mean),
    hits: by.lexicon.hitsOf(text),
  }));
};
