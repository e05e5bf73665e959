import { pinyin } from 'pinyin-pro';
import type { SpeakerMatch } from './decision.ts';

/** Digits as they are spoken, with the syllables that a recogniser may write for them: 一 and 幺 are 1, 二 and 两 are 2. */
const sounds: Record<string, string> = {
  ling: '0',
  dong: '0',
  yi: '1',
  yao: '1',
  er: '2',
  liang: '2',
  san: '3',
  si: '4',
  wu: '5',
  liu: '6',
  qi: '7',
  guai: '7',
  ba: '8',
  jiu: '9',
  gou: '9',
};

/** The digits in what was heard; other words (我读一下, 是) are passed over unless they sound like a digit. */
export const digitsIn = (text: string): string =>
  [...text.normalize('NFKC').replace(/[〇○]/g, '零')]
    .map((c) => (/\d/.test(c) ? c : (sounds[pinyin(c, { toneType: 'none' })] ?? '')))
    .join('');

/** `count` digits to be read aloud, no digit twice in a row; `random(n)` gives 0…n−1. A challenge is used once. */
export const digitChallenge = (count: number, random: (n: number) => number): string => {
  let digits = '';
  while (digits.length < count) {
    const step = 1 + random(9);
    digits += digits === '' ? String(step) : String((Number(digits.at(-1)) + step) % 10);
  }
  return digits;
};

export type DigitsDecision = { decision: 'same' | 'different' | 'undecidable'; heard: string; reason?: string };

/**
 * Spoken digits against the challenge: all in order are `same`; one wrong, missing or too much is `undecidable` (recognisers
 * err on single digits: ask again with new ones); more is `different`.
 */
export const compareDigits = (challenge: string, text: string): DigitsDecision => {
  const heard = digitsIn(text);
  if (heard.includes(challenge) && heard.length <= challenge.length + 1) return { decision: 'same', heard };
  const wrong = distance(challenge, heard);
  if (wrong <= 1) return { decision: 'undecidable', heard, reason: 'one digit differs: ask for new digits' };
  return { decision: 'different', heard, reason: `${wrong} digits differ` };
};

/** Words and voice together: `same` only when both are, `different` when one is. */
export const combineDigits = (
  digits: DigitsDecision,
  voice: SpeakerMatch,
): { decision: DigitsDecision['decision']; reason?: string } => {
  if (digits.decision === 'same' && voice.decision === 'same') return { decision: 'same' };
  if (digits.decision === 'different') return { decision: 'different', reason: `digits: ${digits.reason}` };
  if (voice.decision === 'different') return { decision: 'different', reason: 'another voice' };
  const parts = [
    digits.reason === undefined ? '' : `digits: ${digits.reason}`,
    voice.reason === undefined ? '' : `voice: ${voice.reason}`,
  ];
  return { decision: 'undecidable', reason: parts.filter((part) => part !== '').join('; ') };
};

const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  [...a].forEach((x, i) => {
    const next = [i + 1];
    [...b].forEach((y, j) => {
      next.push(Math.min(row[j]! + (x === y ? 0 : 1), row[j + 1]! + 1, next[j]! + 1));
    });
    row = next;
  });
  return row.at(-1)!;
};
