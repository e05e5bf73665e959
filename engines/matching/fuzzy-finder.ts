import { SYLLABLE } from './align.ts';
import {
  type FuzzyHit,
  type FuzzyPhrase,
  hitOfWindow,
  isGivenUp,
  limitOf,
  PIECE,
  preparePhrase,
  reachOf,
  type Search,
  searchPiece,
} from './fuzzy.ts';
import type { LabelSpec } from './label.ts';
import { familyOf, MOST_FAMILIES, roomForSpoken, type Spoken, speak } from './syllable.ts';

/**
 * Which phrases are worth aligning. A stretch within the limit has lost at most ⌊limit⌋ syllables of the phrase, and each
 * takes two of its neighbouring pairs with it: so many pairs must be there at least, and no match is ever left out
 * (q-gram lemma).
 */
/** None: too short to have a pair left, aligned in every text. */
const pairsNeeded = (phrase: FuzzyPhrase): number =>
  phrase.guarded.sounds.length - 1 - 2 * Math.floor(limitOf(phrase) / SYLLABLE);

type PhraseIndex = {
  /** Family pair → bucket, 0 = in no phrase. */
  buckets: Uint16Array;
  /** Bucket → phrases with that pair. */
  phrasesOf: number[][];
  needed: Int32Array;
  always: number[];
  /** Most syllables that a match can have. */
  reach: number;
};

const pairOf = (a: number, b: number): number => familyOf(a) * MOST_FAMILIES + familyOf(b);

const indexPhrases = (phrases: readonly FuzzyPhrase[]): PhraseIndex => {
  const buckets = new Uint16Array(MOST_FAMILIES * MOST_FAMILIES);
  const phrasesOf: number[][] = [[]];
  phrases.forEach(({ guarded: { sounds } }, id) => {
    for (let i = 1; i < sounds.length; i++) {
      const pair = pairOf(sounds[i - 1] as number, sounds[i] as number);
      if (buckets[pair] === 0) buckets[pair] = phrasesOf.push([]) - 1;
      const list = phrasesOf[buckets[pair] as number] as number[];
      if (list.at(-1) !== id) list.push(id);
    }
  });
  const needed = Int32Array.from(phrases, pairsNeeded);
  const always = phrases.flatMap((phrase, id) =>
    phrase.guarded.sounds.length > 0 && pairsNeeded(phrase) <= 0 ? [id] : [],
  );
  const reach = phrases.reduce((most, phrase) => Math.max(most, reachOf(phrase)), 0);
  return { buckets, phrasesOf, needed, always, reach };
};

type Tally = { counts: Int32Array; stamps: Float64Array; epoch: number };

/** Phrases that may stand between two places of the turn. */
const phrasesBetween = (
  index: PhraseIndex,
  turn: Spoken,
  bounds: { from: number; to: number; tally: Tally },
): number[] => {
  const { from, to, tally } = bounds;
  const { counts, stamps } = tally;
  const out = index.always.slice();
  tally.epoch += 1;
  for (let j = from + 1; j < to; j++) {
    const bucket = index.buckets[pairOf(turn.sounds[j - 1] as number, turn.sounds[j] as number)] as number;
    if (bucket === 0) continue;
    for (const id of index.phrasesOf[bucket] as number[]) {
      const count = stamps[id] === tally.epoch ? (counts[id] as number) + 1 : 1;
      stamps[id] = tally.epoch;
      counts[id] = count;
      if (count === index.needed[id]) out.push(id);
    }
  }
  return out;
};

/** Finds the fuzzy phrases of all labels in one text; `onHit(label, hit)` for each phrase that was said. */
export const fuzzyFinder = (
  labels: readonly LabelSpec[],
): ((text: string, onHit: (label: number, hit: FuzzyHit) => void) => void) => {
  const owners = labels.flatMap((label, i) => label.fuzzy.map(() => i));
  const phrases = labels.flatMap((label) => label.fuzzy.map((phrase) => preparePhrase(phrase, label.maxError)));
  if (phrases.length === 0) return () => undefined;
  const index = indexPhrases(phrases);
  const tally: Tally = { counts: new Int32Array(phrases.length), stamps: new Float64Array(phrases.length), epoch: 0 };
  let room = roomForSpoken(1024);
  return (text, onHit) => {
    if (text.length * 4 + 8 > room.sounds.length) room = roomForSpoken(text.length * 8);
    const turn = speak(text, room);
    // Undefined once the phrase is found or given up.
    const searches = new Map<number, Search | undefined>();
    for (let from = 0; from < turn.count; from += PIECE) {
      const to = Math.min(turn.count, from + PIECE + index.reach);
      for (const id of phrasesBetween(index, turn, { from, to, tally })) {
        const search = searches.has(id) ? searches.get(id) : { refused: [] };
        if (search === undefined) continue;
        const phrase = phrases[id] as FuzzyPhrase;
        const window = searchPiece(phrase, turn, from, search);
        if (window !== undefined) onHit(owners[id] as number, hitOfWindow(phrase, turn, window));
        searches.set(id, window !== undefined || isGivenUp(search) ? undefined : search);
      }
    }
  };
};
