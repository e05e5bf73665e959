import type { CorpusRecord } from './record.ts';
import { partOf } from './split.ts';

/** Two turns that are nearly the same sentence. */
export type Twin = { a: string; b: string; text: string; other: string; likeness: number };

/** Short answers (好的，谢谢您) are the same in every mouth; a sentence of this many characters is not. */
const shortest = 12;
const twinLikeness = 0.8;

const shinglesOf = (text: string): Set<string> => {
  const plain = text.replaceAll(/[\s\p{P}]/gu, '');
  const out = new Set<string>();
  for (let i = 3; i <= plain.length; i++) out.add(plain.slice(i - 3, i));
  return out;
};
const likeness = (a: ReadonlySet<string>, b: ReadonlySet<string>): number => {
  let common = 0;
  for (const piece of a) if (b.has(piece)) common += 1;
  return common === 0 ? 0 : common / (a.size + b.size - common);
};

type Placed = { id: string; text: string; family: string; pieces: Set<string> };

const placedTurns = (records: readonly CorpusRecord[]): Placed[] =>
  records.flatMap((record) =>
    record.conversation.turns
      .filter((turn) => turn.text.replaceAll(/[\s\p{P}]/gu, '').length >= shortest)
      .map((turn) => ({
        id: record.conversation.id,
        text: turn.text,
        family: record.family,
        pieces: shinglesOf(turn.text),
      })),
  );

/**
 * Near-duplicate turns (Jaccard of three-character pieces ≥ 0.8, at least 12 characters). `acrossSplit` = only pairs of which
 * one is for development and one for testing: there must be none.
 */
export const twinsIn = (records: readonly CorpusRecord[], how: { acrossSplit: boolean }): Twin[] => {
  const turns = placedTurns(records);
  const byPiece = new Map<string, number[]>();
  const twins: Twin[] = [];
  turns.forEach((turn, i) => {
    const shared = new Map<number, number>();
    for (const piece of turn.pieces) {
      for (const other of byPiece.get(piece) ?? []) shared.set(other, (shared.get(other) ?? 0) + 1);
      const list = byPiece.get(piece);
      if (list === undefined) byPiece.set(piece, [i]);
      else list.push(i);
    }
    for (const [j, common] of shared) {
      const other = turns[j] as Placed;
      if (common < twinLikeness * turn.pieces.size || other.id === turn.id) continue;
      if (how.acrossSplit && partOf(other.family) === partOf(turn.family)) continue;
      const like = likeness(turn.pieces, other.pieces);
      if (like >= twinLikeness)
        twins.push({ a: other.id, b: turn.id, text: turn.text, other: other.text, likeness: like });
    }
  });
  return twins;
};
