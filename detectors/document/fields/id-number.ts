import { isoDate } from './dates.ts';

/** Weights and check characters of GB 11643-1999 (ISO 7064, MOD 11-2). */
const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const checkCharacters = '10X98765432';

/** The 18th character of a resident identity number. @throws Error unless 17 digits are given. */
export const checkCharacter = (digits: string): string => {
  if (!/^\d{17}$/.test(digits)) throw new Error(`17 digits have a check character, not "${digits}"`);
  const sum = weights.reduce((total, weight, i) => total + weight * Number(digits[i]), 0);
  return checkCharacters[sum % 11]!;
};

export type IdNumber = { birth: string | null; sex: '男' | '女'; checksum: boolean; area: string };

/** What a resident identity number says: place, day of birth (null when there is no such day), sex; null when it has another shape. */
export const readIdNumber = (number: string): IdNumber | null => {
  const match = /^(\d{6})(\d{4})(\d{2})(\d{2})\d{2}(\d)([\dX])$/.exec(number.toUpperCase());
  if (match === null) return null;
  const [, area, year, month, day, order, last] = match;
  return {
    area: area!,
    birth: isoDate(Number(year), Number(month), Number(day)),
    sex: Number(order) % 2 === 1 ? '男' : '女',
    checksum: checkCharacter(number.slice(0, 17)) === last,
  };
};

/** Letters that a reader takes for digits; only where nothing but digits can stand. */
export const asDigits = (text: string): string =>
  text
    .replace(/[OoQD]/g, '0')
    .replace(/[Il|]/g, '1')
    .replace(/[Zz]/g, '2')
    .replace(/[Ss]/g, '5')
    .replace(/B/g, '8');
