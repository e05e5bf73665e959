/** One way that a pair of literals makes a pattern's two clauses: which pattern, and the gap it allows. */
export type PairUse = { pattern: number; minGap: number; maxGap: number };

/** Pairs of literals (opener, closer) → their uses, in typed arrays: looked up for each two literals near each other. */
export type PairIndex = {
  /** Open-addressed: opener + 1, closer, first use, place after the last use. */
  table: Int32Array;
  mask: number;
  pattern: Int32Array;
  minGap: Int32Array;
  maxGap: Int32Array;
};

const BASE = 1 << 24;
export const pairKey = (opener: number, closer: number): number => opener * BASE + closer;

const place = (opener: number, closer: number, mask: number): number => {
  const mixed = Math.imul(opener, 0x9e3779b1) ^ Math.imul(closer, 0x85ebca6b);
  return (mixed ^ (mixed >>> 15)) & mask;
};

export const indexPairs = (pairs: ReadonlyMap<number, readonly PairUse[]>): PairIndex => {
  let size = 16;
  while (size < pairs.size * 2) size *= 2;
  const table = new Int32Array(size * 4);
  const uses = [...pairs.values()].flat();
  let next = 0;
  for (const [key, list] of pairs) {
    const [opener, closer] = [Math.floor(key / BASE), key % BASE];
    let at = place(opener, closer, size - 1);
    while (table[at * 4] !== 0) at = (at + 1) & (size - 1);
    table.set([opener + 1, closer, next, next + list.length], at * 4);
    next += list.length;
  }
  return {
    table,
    mask: size - 1,
    pattern: Int32Array.from(uses, (use) => use.pattern),
    minGap: Int32Array.from(uses, (use) => use.minGap),
    maxGap: Int32Array.from(uses, (use) => use.maxGap),
  };
};

/** Where the pair's uses are written in `table` (first at +2, end at +3), −1 when the pair is in no pattern. */
export const findPair = ({ table, mask }: PairIndex, opener: number, closer: number): number => {
  for (let at = place(opener, closer, mask); ; at = (at + 1) & mask) {
    const here = table[at * 4] as number;
    if (here === 0) return -1;
    if (here === opener + 1 && table[at * 4 + 1] === closer) return at * 4;
  }
};
