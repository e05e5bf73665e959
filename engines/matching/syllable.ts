import { pinyin } from 'pinyin-pro';

/** A toneless syllable and its fuzzy class (zh→z, ch→c, sh→s, l→n, ang/eng/ing→an/en/in, h→f before u). */
export type Syllable = { sound: string; family: string };

const known = new Map<string, Syllable>();

const familyOf = (sound: string): string =>
  sound
    .replace(/^([zcs])h/, '$1')
    .replace(/^l/, 'n')
    .replace(/^hu/, 'fu')
    .replace(/([aei])ng$/, '$1n');

/** The syllable of one Han character, whatever its reading in context: both sides of a comparison use the same one. */
export const syllableOf = (han: string): Syllable => {
  let syllable = known.get(han);
  if (syllable === undefined) {
    const sound = pinyin(han, { toneType: 'none', type: 'array' })[0] ?? han;
    syllable = { sound, family: familyOf(sound) };
    known.set(han, syllable);
  }
  return syllable;
};

/** Han characters, letters and digits of a text with their places in it; digits are read as Chinese ones. */
export const spokenUnits = (text: string): { units: Syllable[]; at: number[] } => {
  const units: Syllable[] = [];
  const at: number[] = [];
  const digits = '零一二三四五六七八九';
  for (let i = 0; i < text.length; i++) {
    const char = text[i] as string;
    if (/[一-鿿]/.test(char)) units.push(syllableOf(char));
    else if (/\d/.test(char)) units.push(syllableOf(digits[Number(char)] as string));
    else if (/[a-z]/i.test(char)) units.push({ sound: char.toLowerCase(), family: char.toLowerCase() });
    else continue;
    at.push(i);
  }
  return { units, at };
};
