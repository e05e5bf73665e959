import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';

/**
 * Which of the 250,002 pieces stay, as a set of bits: all of Han, digits, ASCII and symbols; single Greek, kana, Latin-1 and emoji
 * code points; the 18,000 Latin pieces with the highest score and all of one or two letters. Other scripts become `<unk>`.
 */
export const keptPieces = (count: number): number[] => {
  const bits = inflateRawSync(readFileSync(new URL('./kept-pieces.deflate', import.meta.url)));
  const kept: number[] = [];
  for (let id = 0; id < count; id++) if ((((bits[id >> 3] ?? 0) >> (id & 7)) & 1) === 1) kept.push(id);
  return kept;
};
