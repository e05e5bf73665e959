import { partnersOf, type Window } from './align.ts';
import { deniesNext, disguises, harmless, light, negators, numerals, opposites } from './guard-words.ts';
import { familyOf, type Spoken, soundOf, speak } from './syllable.ts';

/**
 * However near a stretch sounds, it is not the phrase when its meaning is turned. The phrase and the stretch are aligned
 * syllable by syllable; what counts is what stands at each place: a negator lost or won, an opposite, another number, a
 * whole word replaced. A character that was written counts as it is; where the sound alone speaks, 步 may be 不.
 */
export type Guarded = {
  sounds: Uint16Array;
  chars: Uint16Array;
  /** Per syllable: 1 = negator, 2 = number. */
  kinds: Uint8Array;
  /** Opposites by place: this many syllables from here, turned by these. */
  turns: { at: number; length: number; by: Uint16Array }[];
};

const NEGATOR = 1;
const NUMBER = 2;
const unitSet = (chars: string): Set<number> => new Set([...chars].map((char) => char.charCodeAt(0)));
const negatorUnits = unitSet(negators);
const numeralUnits = unitSet(numerals);
const lightUnits = unitSet(light);
const ONE = '一'.charCodeAt(0);
const disguised = new Set(disguises.map((char) => soundOf(char.charCodeAt(0))));
const afterOne = unitSet('年月日天个次倍百千万亿十点号元块分');

const written = (spoken: Spoken): string => String.fromCharCode(...spoken.chars.subarray(0, spoken.count));

const harmlessPlaces = (text: string): Uint8Array => {
  const out = new Uint8Array(text.length);
  for (const match of text.matchAll(harmless)) out.fill(1, match.index, match.index + match[0].length);
  return out;
};

const isNumeral = (chars: Uint16Array, at: number): boolean => {
  const char = chars[at] as number;
  if (!numeralUnits.has(char)) return false;
  const next = chars[at + 1] ?? 0;
  return (
    char !== ONE ||
    afterOne.has(next) ||
    (numeralUnits.has(next) && next !== ONE) ||
    numeralUnits.has(chars[at - 1] ?? 0)
  );
};

/** What the guard has to know of a phrase. */
export const guardOf = (phrase: Spoken): Guarded => {
  const sounds = phrase.sounds.slice(0, phrase.count);
  const chars = phrase.chars.slice(0, phrase.count);
  const text = written(phrase);
  const quiet = harmlessPlaces(text);
  const kinds = Uint8Array.from(chars, (char, at) => {
    if (negatorUnits.has(char) && quiet[at] === 0) return NEGATOR;
    return isNumeral(chars, at) ? NUMBER : 0;
  });
  const turns: Guarded['turns'] = [];
  for (const [a, b] of opposites)
    for (const [here, by] of [
      [a, b],
      [b, a],
    ] as const)
      for (let at = text.indexOf(here); at >= 0; at = text.indexOf(here, at + 1))
        turns.push({ at, length: here.length, by: speak(by).sounds.slice(0, by.length) });
  return { sounds, chars, kinds, turns };
};

type Aligned = { phrase: Guarded; turn: Spoken; window: Window; partners: Int32Array };

const sameSound = ({ phrase, turn, partners }: Aligned, i: number): boolean =>
  partners[i] !== -1 && turn.sounds[partners[i] as number] === phrase.sounds[i];
const alike = (a: Aligned, i: number): boolean =>
  a.partners[i] !== -1 &&
  familyOf(a.turn.sounds[a.partners[i] as number] as number) === familyOf(a.phrase.sounds[i] as number);

const losesNegator = (a: Aligned): boolean =>
  a.phrase.kinds.some(
    (kind, i) =>
      kind === NEGATOR &&
      !sameSound(a, i) &&
      !(a.partners[i] !== -1 && negatorUnits.has(a.turn.chars[a.partners[i] as number] as number)),
  );

/** Another number at a number's place, or a number lost. */
const changesNumber = (a: Aligned): boolean =>
  a.phrase.kinds.some((kind, i) => {
    if (kind !== NUMBER) return false;
    if (!alike(a, i)) return true;
    const [said, meant] = [a.turn.chars[a.partners[i] as number] as number, a.phrase.chars[i] as number];
    return said !== meant && numeralUnits.has(said) && !sameSound(a, i);
  });

/** Syllables of the turn within the window that answer to nothing like them in the phrase. */
const strangers = (a: Aligned): number[] => {
  const explained = new Set<number>();
  a.partners.forEach((j, i) => {
    if (j !== -1 && alike(a, i)) explained.add(j);
  });
  const out: number[] = [];
  for (let j = a.window.from; j < a.window.to; j++) if (!explained.has(j)) out.push(j);
  return out;
};

const denies = ({ turn }: Aligned, j: number): boolean =>
  negatorUnits.has(turn.chars[j] as number) || disguised.has(turn.sounds[j] as number);

/** Whether the syllable is part of an ordinary word that denies nothing (服务, 不仅). */
const isHarmless = ({ turn }: Aligned, j: number): boolean => {
  const from = Math.max(0, j - 3);
  return harmlessPlaces(String.fromCharCode(...turn.chars.subarray(from, Math.min(turn.count, j + 4))))[j - from] === 1;
};

/** A negator within the window, or right before it, that the phrase has not. */
const winsNegator = (a: Aligned): boolean => {
  const { from } = a.window;
  const own = strangers(a);
  if (from > 0 && a.turn.ends[from - 1] === a.turn.starts[from]) own.push(from - 1);
  return own.some((j) => denies(a, j) && !isHarmless(a, j));
};

/** 并不是 and the like end right before the window. */
const isDeniedBefore = ({ turn, window: { from } }: Aligned): boolean =>
  from > 0 &&
  turn.ends[from - 1] === turn.starts[from] &&
  deniesNext.test(String.fromCharCode(...turn.chars.subarray(Math.max(0, from - 4), from)));

/** A number more, within the window or right after one of the phrase's numbers (二十年, 二十五年). */
const winsNumber = (a: Aligned): boolean => {
  const { phrase, turn, partners } = a;
  if (!phrase.kinds.includes(NUMBER)) return false;
  const own = new Set(partners);
  return (
    strangers(a).some((j) => isNumeral(turn.chars, j)) ||
    phrase.kinds.some((kind, i) => {
      const next = (partners[i] as number) + 1;
      return kind === NUMBER && next < turn.count && !own.has(next) && numeralUnits.has(turn.chars[next] as number);
    })
  );
};

const placeAfter = (a: Aligned, i: number): number => {
  for (let k = i; k < a.partners.length; k++) if (alike(a, k)) return a.partners[k] as number;
  return a.window.to;
};
const placeBefore = (a: Aligned, i: number): number => {
  for (let k = i; k >= 0; k--) if (alike(a, k)) return a.partners[k] as number;
  return a.window.from - 1;
};

const holds = (turn: Spoken, from: number, to: number, sounds: Uint16Array): boolean => {
  for (let j = from; j + sounds.length <= to; j++)
    if (sounds.every((sound, k) => turn.sounds[j + k] === sound)) return true;
  return false;
};

const saysOpposite = (a: Aligned): boolean =>
  a.phrase.turns.some(({ at, length, by }) => {
    let same = true;
    for (let i = at; i < at + length; i++) same &&= alike(a, i);
    return !same && holds(a.turn, placeBefore(a, at - 1) + 1, placeAfter(a, at + length), by);
  });

/**
 * Another word was said: two syllables in a row with nothing like them in the turn, particles aside. (Refusing a single
 * one that neither begins nor ends alike was tried: it cost 1 % of recall and caught no turned phrase more.)
 */
const replacesWord = (a: Aligned): boolean => {
  for (let i = 1; i < a.partners.length; i++) {
    if (alike(a, i) || alike(a, i - 1)) continue;
    if (!lightUnits.has(a.phrase.chars[i] as number) && !lightUnits.has(a.phrase.chars[i - 1] as number)) return true;
  }
  return false;
};

/** Whether the stretch means what the phrase means, as far as its words show. */
export const keepsMeaning = (phrase: Guarded, turn: Spoken, window: Window): boolean => {
  const a: Aligned = { phrase, turn, window, partners: partnersOf(phrase.sounds, turn, window) };
  return !(
    losesNegator(a) ||
    changesNumber(a) ||
    replacesWord(a) ||
    saysOpposite(a) ||
    winsNumber(a) ||
    isDeniedBefore(a) ||
    winsNegator(a)
  );
};
