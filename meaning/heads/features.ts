import type { Role } from '@mingjian/timeline';
import { DIMENSIONS } from '../meaning.ts';
import type { LexiconHits } from './lexicon.ts';
import { PIECES, piecesOf } from './pieces.ts';

/** A turn as the heads take it in: its words, who says them, its centred vector (384), the packs' labels in it. */
export type HeardTurn = { text: string; role: Role; vector: Float32Array; hits: LexiconHits };
/** `dense[i]` for the first numbers, then `values[j]` at `columns[j]`; every other column is 0. */
export type TurnFeatures = { dense: Float32Array; columns: Int32Array; values: Float32Array };

const roles: readonly Role[] = ['agent', 'customer', 'third', 'system', 'unknown'];
/** Vector of the turn, vector of the turn before, who spoke each. */
export const DENSE = DIMENSIONS * 2 + roles.length * 2;

// The turn before says what is spoken of, not what is said; a label is one sign among many.
const [beforeWeight, labelWeight, labelBeforeWeight] = [0.5, 0.3, 0.15];

/** Columns: dense numbers, hashed pieces, labels said, labels asserted, labels said in the turn before. */
export const columnCount = (lexiconSize: number): number => DENSE + PIECES + 3 * lexiconSize;

export const featuresOf = (turn: HeardTurn, before: HeardTurn | undefined, lexiconSize: number): TurnFeatures => {
  const dense = new Float32Array(DENSE);
  dense.set(turn.vector, 0);
  dense[2 * DIMENSIONS + roles.indexOf(turn.role)] = 1;
  if (before !== undefined) {
    for (let i = 0; i < DIMENSIONS; i++) dense[DIMENSIONS + i] = beforeWeight * (before.vector[i] as number);
    dense[2 * DIMENSIONS + roles.length + roles.indexOf(before.role)] = 1;
  }
  const pieces = piecesOf(turn.text);
  const [said, asserted, saidBefore] = [turn.hits.said, turn.hits.asserted, before?.hits.said ?? []];
  const columns = new Int32Array(pieces.length + said.length + asserted.length + saidBefore.length);
  const values = new Float32Array(columns.length);
  let at = 0;
  const add = (places: readonly number[], from: number, value: number): void => {
    for (const place of places) {
      columns[at] = from + place;
      values[at] = value;
      at += 1;
    }
  };
  add(pieces, DENSE, 1 / Math.sqrt(pieces.length));
  add(said, DENSE + PIECES, labelWeight);
  add(asserted, DENSE + PIECES + lexiconSize, labelWeight);
  add(saidBefore, DENSE + PIECES + 2 * lexiconSize, labelBeforeWeight);
  return { dense, columns, values };
};
