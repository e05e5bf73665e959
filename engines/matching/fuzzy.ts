import { SYLLABLE, type Window, windowsOf } from './align.ts';
import { type Guarded, guardOf, keepsMeaning } from './guard.ts';
import { type Spoken, speak } from './syllable.ts';

/** A mandated phrase prepared for approximate matching. */
export type FuzzyPhrase = { phrase: string; guarded: Guarded; maxError: number };
/** UTF-16 offsets, end exclusive; `error` = share of wrong syllables. */
export type FuzzyHit = { start: number; end: number; error: number };

/** `maxError`: largest share of wrong syllables, 0–1; one that is easily misheard counts a quarter. */
export const preparePhrase = (phrase: string, maxError: number): FuzzyPhrase => ({
  phrase,
  guarded: guardOf(speak(phrase)),
  maxError,
});

/** Largest cost of a match, in quarters of a syllable. */
export const limitOf = ({ guarded, maxError }: FuzzyPhrase): number =>
  Math.floor(maxError * guarded.sounds.length * SYLLABLE + 1e-9);

/** Long turns are searched piece by piece (syllables); each piece goes on for as long as a match can be. */
export const PIECE = 256;
export const reachOf = (phrase: FuzzyPhrase): number =>
  phrase.guarded.sounds.length + Math.floor(limitOf(phrase) / SYLLABLE) + 1;

/** A turn that says a phrase wrongly this often will not say it rightly the next time. */
const MOST_REFUSED = 8;

/** Stretches near the phrase that do not mean it, found in a turn so far. */
export type Search = { refused: Window[] };
export const isGivenUp = ({ refused }: Search): boolean => refused.length >= MOST_REFUSED;

/**
 * The cheapest stretch from `from` to the end of its piece that keeps the phrase's meaning. One that overlaps a cheaper
 * stretch without it does not count.
 */
export const searchPiece = (phrase: FuzzyPhrase, turn: Spoken, from: number, search: Search): Window | undefined => {
  const to = Math.min(turn.count, from + PIECE + reachOf(phrase));
  const windows = windowsOf(phrase.guarded.sounds, turn, { from, to, limit: limitOf(phrase) });
  if (windows.length > 1) windows.sort((a, b) => a.cost - b.cost || a.to - b.to);
  for (const window of windows) {
    if (window.to <= window.from || search.refused.some((r) => window.from < r.to && r.from < window.to)) continue;
    if (keepsMeaning(phrase.guarded, turn, window)) return window;
    search.refused.push(window);
    if (isGivenUp(search)) return undefined;
  }
  return undefined;
};

export const hitOfWindow = (phrase: FuzzyPhrase, turn: Spoken, window: Window): FuzzyHit => ({
  start: turn.starts[window.from] as number,
  end: turn.ends[window.to - 1] as number,
  error: window.cost / SYLLABLE / phrase.guarded.sounds.length,
});

/** Looks for the phrase by sound, with a guard for its meaning (see `guard.ts`): the best of the first piece that has it. */
export const findPhrase = (phrase: FuzzyPhrase, text: string): FuzzyHit | undefined => {
  const turn = speak(text);
  const search: Search = { refused: [] };
  if (phrase.guarded.sounds.length === 0) return undefined;
  for (let from = 0; from < turn.count && !isGivenUp(search); from += PIECE) {
    const window = searchPiece(phrase, turn, from, search);
    if (window !== undefined) return hitOfWindow(phrase, turn, window);
  }
  return undefined;
};

/** The nearest thing to a phrase in a text (1 = there), guard and threshold aside: for "what came closest" of a miss. */
export const nearness = (phrase: FuzzyPhrase, text: string): number => {
  const size = phrase.guarded.sounds.length;
  const turn = speak(text);
  if (size === 0) return 0;
  let least = size * SYLLABLE;
  for (const window of windowsOf(phrase.guarded.sounds, turn, { from: 0, to: turn.count, limit: least }))
    least = Math.min(least, window.cost);
  return 1 - least / (size * SYLLABLE);
};
