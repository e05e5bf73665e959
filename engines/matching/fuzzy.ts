import { type Syllable, spokenUnits } from './syllable.ts';

/** A mandated phrase prepared for approximate matching. */
export type FuzzyPhrase = {
  phrase: string;
  units: Syllable[];
  bigrams: Set<string>;
  negators: number;
  maxError: number;
};
export type FuzzyHit = { start: number; end: number; error: number };

const negatorSounds = new Set(['bu', 'mei', 'wu', 'fei']);
const negatorsIn = (units: readonly Syllable[]): number => units.filter((u) => negatorSounds.has(u.sound)).length;

const bigramsOf = (units: readonly Syllable[]): Set<string> => {
  const out = new Set<string>();
  for (let i = 1; i < units.length; i++) out.add(`${units[i - 1]?.family} ${units[i]?.family}`);
  return out;
};

export const preparePhrase = (phrase: string, maxError: number): FuzzyPhrase => {
  const { units } = spokenUnits(phrase);
  return { phrase, units, bigrams: bigramsOf(units), negators: negatorsIn(units), maxError };
};

const cost = (a: Syllable, b: Syllable): number => (a.sound === b.sound ? 0 : a.family === b.family ? 0.25 : 1);

/** Sellers: cheapest alignment of the phrase anywhere in the turn; carries the start column along. */
const align = (phrase: readonly Syllable[], turn: readonly Syllable[]): { cost: number; from: number; to: number } => {
  let costs = phrase.map((_, i) => i + 1);
  let starts = phrase.map(() => 0);
  let best = { cost: phrase.length, from: 0, to: 0 };
  for (let j = 0; j < turn.length; j++) {
    const nextCosts: number[] = [];
    const nextStarts: number[] = [];
    for (let i = 0; i < phrase.length; i++) {
      const diagonal = i === 0 ? 0 : (costs[i - 1] as number);
      const swap = diagonal + cost(phrase[i] as Syllable, turn[j] as Syllable);
      const extra = (costs[i] as number) + 1;
      const lost = (i === 0 ? 0 : (nextCosts[i - 1] as number)) + 1;
      const least = Math.min(swap, extra, lost);
      nextCosts.push(least);
      if (least === swap) nextStarts.push(i === 0 ? j : (starts[i - 1] as number));
      else if (least === extra) nextStarts.push(starts[i] as number);
      else nextStarts.push(i === 0 ? j + 1 : (nextStarts[i - 1] as number));
    }
    costs = nextCosts;
    starts = nextStarts;
    const last = phrase.length - 1;
    if ((costs[last] as number) < best.cost)
      best = { cost: costs[last] as number, from: starts[last] as number, to: j + 1 };
  }
  return best;
};

/**
 * Looks for the phrase by sound. The guard counts the syllables of 不/没/无/非: a negation lost or won means the opposite
 * was said, so it is no match however near it sounds.
 */
export const findPhrase = (phrase: FuzzyPhrase, text: string, spoken = spokenUnits(text)): FuzzyHit | undefined => {
  if (phrase.units.length === 0 || spoken.units.length === 0) return undefined;
  const best = align(phrase.units, spoken.units);
  const error = best.cost / phrase.units.length;
  if (error > phrase.maxError || best.to <= best.from) return undefined;
  const have = negatorsIn(spoken.units.slice(best.from, best.to));
  const wide = negatorsIn(spoken.units.slice(Math.max(0, best.from - 1), best.to));
  if (phrase.negators > have || (phrase.negators === 0 && wide > 0)) return undefined;
  return { start: spoken.at[best.from] as number, end: (spoken.at[best.to - 1] as number) + 1, error };
};

/** The nearest thing to a phrase in a text, guard and threshold aside: for "what came closest" of a miss. */
export const nearness = (phrase: FuzzyPhrase, text: string): number => {
  const { units } = spokenUnits(text);
  if (phrase.units.length === 0) return 0;
  return Math.max(0, 1 - align(phrase.units, units).cost / phrase.units.length);
};

/** Phrases worth aligning: at least 35 % of their distinct syllable pairs occur in the turn. */
export const candidates = (
  index: ReadonlyMap<string, readonly number[]>,
  phrases: readonly FuzzyPhrase[],
  units: readonly Syllable[],
): number[] => {
  const counts = new Map<number, number>();
  for (const bigram of bigramsOf(units)) {
    for (const phrase of index.get(bigram) ?? []) counts.set(phrase, (counts.get(phrase) ?? 0) + 1);
  }
  return [...counts].filter(([i, n]) => n >= 0.35 * (phrases[i]?.bigrams.size ?? 1)).map(([i]) => i);
};

/** Inverted index: syllable pair → phrases that hold it. */
export const indexPhrases = (phrases: readonly FuzzyPhrase[]): Map<string, number[]> => {
  const index = new Map<string, number[]>();
  phrases.forEach((phrase, i) => {
    for (const bigram of phrase.bigrams) index.set(bigram, [...(index.get(bigram) ?? []), i]);
  });
  return index;
};
