import { families, type Spoken } from './syllable.ts';

/** Costs in quarters of a syllable: same sound 0, easily misheard 1, another sound, one lost or one too many 4. */
export const SYLLABLE = 4;
const cost = (a: number, b: number): number => (a === b ? 0 : families[a] === families[b] ? 1 : SYLLABLE);

/** A stretch of the turn (syllables, end exclusive) that sounds like the phrase, at a cost in quarters. */
export type Window = { from: number; to: number; cost: number };
/** Which syllables of the turn to look at, and the largest cost to report. */
export type Bounds = { from: number; to: number; limit: number };

/** Cost and beginning of a stretch in one number, cost first: the smaller is the cheaper, of equals the longer (it shows the guard more). */
const COST = 19;
const PLACES = (1 << COST) - 1;
const ONE_MORE = SYLLABLE << COST;
let rows = new Int32Array(64);

/** Steps done since the start of the process: the tests hold the aligner to a bound without a clock. */
export const steps = { count: 0 };

/** Of stretches with one beginning that end next to each other the cheapest is kept. */
const keep = (windows: Window[], window: Window): void => {
  const before = windows.at(-1);
  if (before?.from !== window.from || before.to < window.to - 3) windows.push(window);
  else if (window.cost < before.cost) windows[windows.length - 1] = window;
};

/**
 * One syllable of the turn against the rows that are still alive. Ukkonen's cut-off: a row that costs more than the limit
 * is not carried on. Returns the last row within the limit.
 */
const advance = (phrase: Uint16Array, sound: number, state: { last: number; most: number; begin: number }): number => {
  const { last, most, begin } = state;
  const family = families[sound] as number;
  const size = phrase.length;
  let diagonal = begin;
  let above = begin + 1;
  let alive = 0;
  let row = 1;
  for (; row <= last; row++) {
    const old = rows[row] as number;
    const other = phrase[row - 1] as number;
    let least = diagonal + (other === sound ? 0 : families[other] === family ? 1 << COST : ONE_MORE);
    const near = (old < above ? old : above) + ONE_MORE;
    if (near < least) least = near;
    rows[row] = least;
    if (least <= most) alive = row;
    diagonal = old;
    above = least;
  }
  // Below the last live row there is nothing to come from but the diagonal, once, and the row above.
  for (; row <= size; row++) {
    const other = phrase[row - 1] as number;
    const swap = diagonal + (other === sound ? 0 : families[other] === family ? 1 << COST : ONE_MORE);
    above = swap < above + ONE_MORE ? swap : above + ONE_MORE;
    rows[row] = above;
    if (above > most) break;
    alive = row;
    diagonal = most + 1;
  }
  steps.count += row;
  return alive;
};

/**
 * Sellers' approximate search: for each place of the turn where a stretch within the limit ends, the cheapest one that
 * ends there. Turns up to 500,000 syllables, phrases up to 500.
 */
export const windowsOf = (phrase: Uint16Array, turn: Spoken, { from, to, limit }: Bounds): Window[] => {
  const size = phrase.length;
  if (rows.length <= size) rows = new Int32Array(size * 2);
  const out: Window[] = [];
  const state = { last: Math.min(size, Math.floor(limit / SYLLABLE)), most: (limit << COST) | PLACES, begin: 0 };
  for (let i = 0; i <= state.last; i++) rows[i] = i * ONE_MORE;
  for (let j = from; j < to; j++) {
    state.begin = j - from;
    state.last = advance(phrase, turn.sounds[j] as number, state);
    if (state.last !== size) continue;
    const found = rows[size] as number;
    keep(out, { from: from + (found & PLACES), to: j + 1, cost: found >>> COST });
  }
  return out;
};

let table = new Int32Array(1024);

/** For each syllable of the phrase its partner in the window (place in the turn), −1 = lost. */
export const partnersOf = (phrase: Uint16Array, turn: Spoken, { from, to }: Window): Int32Array => {
  const width = to - from + 1;
  const size = (phrase.length + 1) * width;
  if (table.length < size) table = new Int32Array(size * 2);
  for (let j = 0; j < width; j++) table[j] = j * SYLLABLE;
  for (let i = 1; i <= phrase.length; i++) {
    const row = i * width;
    table[row] = i * SYLLABLE;
    for (let j = 1; j < width; j++) {
      const swap =
        (table[row - width + j - 1] as number) + cost(phrase[i - 1] as number, turn.sounds[from + j - 1] as number);
      const lost = (table[row - width + j] as number) + SYLLABLE;
      const extra = (table[row + j - 1] as number) + SYLLABLE;
      table[row + j] = swap < lost ? (swap < extra ? swap : extra) : lost < extra ? lost : extra;
    }
  }
  const partners = new Int32Array(phrase.length).fill(-1);
  let [i, j] = [phrase.length, width - 1];
  while (i > 0 && j > 0) {
    const here = table[i * width + j] as number;
    if (
      here ===
      (table[(i - 1) * width + j - 1] as number) + cost(phrase[i - 1] as number, turn.sounds[from + j - 1] as number)
    ) {
      i -= 1;
      j -= 1;
      partners[i] = from + j;
    } else if (here === (table[(i - 1) * width + j] as number) + SYLLABLE) i -= 1;
    else j -= 1;
  }
  return partners;
};
