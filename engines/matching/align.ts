import { familyOf, type Spoken } from './syllable.ts';

/** Costs in quarters of a syllable: same sound 0, easily misheard 1, another sound, one lost or one too many 4. */
export const SYLLABLE = 4;
const cost = (a: number, b: number): number => (a === b ? 0 : familyOf(a) === familyOf(b) ? 1 : SYLLABLE);

/** A stretch of the turn (syllables, end exclusive) that sounds like the phrase, at a cost in quarters. */
export type Window = { from: number; to: number; cost: number };
/** Which syllables of the turn to look at, and the largest cost to report. */
export type Bounds = { from: number; to: number; limit: number };

let costs = new Int32Array(64);
let starts = new Int32Array(64);

/** Steps done since the start of the process: the tests hold the aligner to a bound without a clock. */
export const steps = { count: 0 };

/**
 * Sellers' approximate search: for each place of the turn where a stretch within the limit ends, the cheapest one that
 * ends there. Ukkonen's cut-off: rows that cost more than the limit are not carried on.
 */
export const windowsOf = (phrase: Uint16Array, turn: Spoken, { from, to, limit }: Bounds): Window[] => {
  const size = phrase.length;
  if (costs.length <= size) {
    costs = new Int32Array(size * 2);
    starts = new Int32Array(size * 2);
  }
  const out: Window[] = [];
  for (let i = 0; i <= size; i++) {
    costs[i] = i * SYLLABLE;
    starts[i] = from;
  }
  let last = Math.min(size, Math.floor(limit / SYLLABLE));
  for (let j = from; j < to; j++) {
    const sound = turn.sounds[j] as number;
    let diagonal = 0;
    let diagonalStart = j;
    let above = 0;
    let aboveStart = j + 1;
    let row = 1;
    for (; row <= size; row++) {
      const live = row <= last;
      if (row > last + 1 && above + SYLLABLE > limit) break;
      const old = live ? (costs[row] as number) : limit + 1;
      const oldStart = starts[row] as number;
      const swap = diagonal + cost(phrase[row - 1] as number, sound);
      let least = swap;
      let start = diagonalStart;
      if (old + SYLLABLE < least) {
        least = old + SYLLABLE;
        start = oldStart;
      }
      if (above + SYLLABLE < least) {
        least = above + SYLLABLE;
        start = aboveStart;
      }
      costs[row] = least;
      starts[row] = start;
      diagonal = old;
      diagonalStart = oldStart;
      above = least;
      aboveStart = start;
    }
    steps.count += row;
    last = row - 1;
    while (last > 0 && (costs[last] as number) > limit) last--;
    if (last === size) out.push({ from: starts[size] as number, to: j + 1, cost: costs[size] as number });
  }
  return out;
};

/** For each syllable of the phrase its partner in the window (place in the turn), −1 = lost. */
export const partnersOf = (phrase: Uint16Array, turn: Spoken, { from, to }: Window): Int32Array => {
  const width = to - from + 1;
  const table = new Int32Array((phrase.length + 1) * width);
  const at = (i: number, j: number): number => table[i * width + j] as number;
  for (let j = 0; j < width; j++) table[j] = j * SYLLABLE;
  for (let i = 1; i <= phrase.length; i++) {
    table[i * width] = i * SYLLABLE;
    for (let j = 1; j < width; j++) {
      const swap = at(i - 1, j - 1) + cost(phrase[i - 1] as number, turn.sounds[from + j - 1] as number);
      table[i * width + j] = Math.min(swap, at(i - 1, j) + SYLLABLE, at(i, j - 1) + SYLLABLE);
    }
  }
  const partners = new Int32Array(phrase.length).fill(-1);
  let [i, j] = [phrase.length, width - 1];
  while (i > 0 && j > 0) {
    const here = at(i, j);
    if (here === at(i - 1, j - 1) + cost(phrase[i - 1] as number, turn.sounds[from + j - 1] as number)) {
      i -= 1;
      j -= 1;
      partners[i] = from + j;
    } else if (here === at(i - 1, j) + SYLLABLE) i -= 1;
    else j -= 1;
  }
  return partners;
};
