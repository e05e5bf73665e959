import type { FactDraft } from '@mingjian/timeline';
import { soundsOf } from './expected.ts';

/** Where a sentence was said, ms, and the share of its syllables that were found in order, 0–1. */
export type Place = { share: number; t: number; end: number };

/** What was said in one stretch, as syllables with the time at which each begins; digits as they are spoken. */
type Said = { sound: string; t: number; end: number };
const saidOf = (facts: readonly FactDraft[], reading: 'value' | 'each'): Said[] =>
  facts.flatMap((fact) => {
    const sounds = soundsOf(fact.text ?? '', reading);
    const words = fact.words ?? [];
    const [from, to] = [fact.t, fact.end ?? fact.t];
    const step = (to - from) / Math.max(1, sounds.length);
    return sounds.map((sound, i) => {
      const word = words.length === sounds.length ? words[i] : undefined;
      return {
        sound,
        t: word?.startMs ?? Math.round(from + i * step),
        end: word?.endMs ?? Math.round(from + (i + 1) * step),
      };
    });
  });

/** Where in what was said the sentence lies best: share of its syllables found in order, within 1.5 times its length. */
export const placeOf = (sentence: string, facts: readonly FactDraft[]): Place | undefined => {
  const places = (['value', 'each'] as const).map((reading) =>
    bestPlace(soundsOf(sentence, reading), saidOf(facts, reading)),
  );
  return places.reduce((a, b) => ((b?.share ?? 0) > (a?.share ?? 0) ? b : a));
};

const bestPlace = (wanted: readonly string[], said: readonly Said[]): Place | undefined => {
  const heard = said.map((one) => one.sound);
  const reach = Math.ceil(wanted.length * 1.5);
  let best: Place | undefined;
  heard.forEach((sound, from) => {
    if (!wanted.slice(0, 3).includes(sound)) return;
    const found = inOrder(wanted, heard.slice(from, from + reach));
    const share = found.count / Math.max(1, wanted.length);
    if (best !== undefined && share <= best.share) return;
    best = { share, t: said[from]!.t, end: said[from + found.last]!.end };
  });
  return best;
};

/** Longest common subsequence and the place in `heard` where it is first complete. */
const inOrder = (wanted: readonly string[], heard: readonly string[]): { count: number; last: number } => {
  let row = new Array<number>(wanted.length + 1).fill(0);
  let best = { count: 0, last: 0 };
  heard.forEach((sound, j) => {
    const next = [0];
    wanted.forEach((want, i) => {
      next.push(want === sound ? row[i]! + 1 : Math.max(row[i + 1]!, next[i]!));
    });
    row = next;
    if (row.at(-1)! > best.count) best = { count: row.at(-1)!, last: j };
  });
  return best;
};
