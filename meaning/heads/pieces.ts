/** Places of the hashed pieces of one to three characters. */
export const PIECES = 4096;

/** FNV-1a over UTF-16 units. */
const hashOf = (text: string, from: number, to: number): number => {
  let hash = 0x811c9dc5;
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % PIECES;
};

/** Hashed pieces of one, two and three letters or digits; punctuation says nothing. Each once. */
export const piecesOf = (text: string): number[] => {
  const plain = text.replaceAll(/[^\p{L}\p{N}]/gu, '');
  const found = new Set<number>();
  for (let n = 1; n <= 3; n++) for (let i = 0; i + n <= plain.length; i++) found.add(hashOf(plain, i, i + n));
  return [...found];
};
