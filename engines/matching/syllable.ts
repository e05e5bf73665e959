import { pinyin } from 'pinyin-pro';
import { numberAt } from './spoken-number.ts';

/**
 * Toneless syllables as numbers. Whatever a character's reading in context, both sides of a comparison use the same one.
 * A syllable's family is what it is easily misheard as: zh→z, ch→c, sh→s, l→n, ang/eng/ing→an/en/in, h→f before u.
 */
const numbers = new Map<string, number>();
/** Syllable number → family; there are about 450 syllables, letters included. */
export const families = new Uint16Array(4096);
/** Unit → syllable number + 1; 0 = not looked up yet. 1 = makes no sound. */
const known = new Uint16Array(65_536);

/** Families are numbered below this; there are about 250. */
export const MOST_FAMILIES = 512;
const SILENT = 0;

const familyName = (sound: string): string =>
  sound
    .replace(/^([zcs])h/, '$1')
    .replace(/^l/, 'n')
    .replace(/^hu/, 'fu')
    .replace(/([aei])ng$/, '$1n');

const numberOf = (sound: string): number => {
  const there = numbers.get(sound);
  if (there !== undefined) return there;
  const own = numbers.size + 1;
  numbers.set(sound, own);
  const family = familyName(sound);
  families[own] = family === sound ? own : numberOf(family);
  return own;
};

const lookUp = (unit: number): number => {
  const char = String.fromCharCode(unit);
  if (/[a-z]/i.test(char)) return numberOf(char.toLowerCase());
  if (!/[一-鿿]/.test(char)) return SILENT;
  const sound = pinyin(char, { toneType: 'none', type: 'array' })[0] ?? '';
  // A character without a reading stands for itself nowhere: all such share one sound.
  return numberOf(/^[a-zü]+$/.test(sound) ? sound : '?');
};

/** Number of the syllable of a UTF-16 unit (Han character or letter); 0 when it makes no sound. */
export const soundOf = (unit: number): number => {
  let entry = known[unit] as number;
  if (entry === 0) {
    entry = lookUp(unit) + 1;
    known[unit] = entry;
  }
  return entry - 1;
};

export const familyOf = (sound: number): number => families[sound] as number;

/** A text as it sounds: per syllable its number, the character written (figures as they are said) and its place. */
export type Spoken = { count: number; sounds: Uint16Array; chars: Uint16Array; starts: Int32Array; ends: Int32Array };

export const roomForSpoken = (size: number): Spoken => ({
  count: 0,
  sounds: new Uint16Array(size),
  chars: new Uint16Array(size),
  starts: new Int32Array(size),
  ends: new Int32Array(size),
});

const add = (into: Spoken, unit: number, place: { start: number; end: number }): void => {
  const sound = soundOf(unit);
  if (sound === SILENT || into.count === into.sounds.length) return;
  into.sounds[into.count] = sound;
  into.chars[into.count] = unit;
  into.starts[into.count] = place.start;
  into.ends[into.count] = place.end;
  into.count += 1;
};

/** Syllables of a text; a figure sounds as many as four times its length. `into` needs room for that. */
export const speak = (text: string, into: Spoken = roomForSpoken(text.length * 4 + 8)): Spoken => {
  into.count = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 48 && unit <= 57) {
      const { said, end } = numberAt(text, i);
      for (let k = 0; k < said.length; k++) add(into, said.charCodeAt(k), { start: i, end });
      i = end - 1;
      continue;
    }
    const sound = (known[unit] as number) - 1;
    if (sound === SILENT) continue;
    if (sound < 0) {
      add(into, unit, { start: i, end: i + 1 });
      continue;
    }
    const at = into.count++;
    into.sounds[at] = sound;
    into.chars[at] = unit;
    into.starts[at] = i;
    into.ends[at] = i + 1;
  }
  return into;
};
