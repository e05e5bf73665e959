import { pinyin } from 'pinyin-pro';
import type { Draw } from './draw.ts';

/**
 * Mishearing as a recogniser makes it: at the given rate a character is replaced by one that sounds alike (80 %: of these
 * 70 % the same syllable, 30 % zh/z, n/l, an/ang …), lost (10 %) or followed by a stray one (10 %).
 */
const near = (sound: string): string[] => {
  const out: string[] = [];
  if (/^[zcs]h/.test(sound)) out.push(sound[0] + sound.slice(2));
  else if (/^[zcs]/.test(sound)) out.push(`${sound[0]}h${sound.slice(1)}`);
  if (/^n/.test(sound)) out.push(`l${sound.slice(1)}`);
  if (/^l/.test(sound)) out.push(`n${sound.slice(1)}`);
  if (/[aei]ng$/.test(sound)) out.push(sound.slice(0, -1));
  else if (/[aei]n$/.test(sound)) out.push(`${sound}g`);
  if (/^hu./.test(sound)) out.push(`f${sound.slice(2)}`);
  return out;
};

/** Everyday characters by syllable (the first level of GB 2312 is in order of use; its block order here is Unicode's). */
const everyday = new TextDecoder('gb18030').decode(
  Uint8Array.from({ length: 40 * 94 * 2 }, (_, i) => {
    const at = i >> 1;
    return i % 2 === 0 ? 0xb0 + Math.floor(at / 94) : 0xa1 + (at % 94);
  }),
);
const soundOf = (han: string): string => pinyin(han, { toneType: 'none', type: 'array' })[0] ?? han;
const bySound = new Map<string, string[]>();
for (const han of everyday) {
  if (!/[一-龥]/.test(han)) continue;
  const list = bySound.get(soundOf(han));
  if (list === undefined) bySound.set(soundOf(han), [han]);
  else list.push(han);
}
const stray = [...'的了啊嗯呢那这个就是吧我你他一下来去在和'];

const misheard = (han: string, draw: Draw): string => {
  const sound = soundOf(han);
  const others = draw.below(10) < 3 ? near(sound) : [];
  const alike = others.flatMap((other) => bySound.get(other) ?? []);
  const list = alike.length > 0 ? alike : (bySound.get(sound) ?? []).filter((other) => other !== han);
  return list.length === 0 ? han : draw.one(list);
};

export const withNoise = (text: string, percent: number, draw: Draw): string =>
  [...text]
    .map((char) => {
      if (draw.below(100) >= percent) return char;
      const kind = draw.below(10);
      if (kind === 0) return '';
      return kind === 1 ? char + draw.one(stray) : misheard(char, draw);
    })
    .join('');
