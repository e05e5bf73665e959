/** Digits as they are written and as they are read aloud, wide ones too. */
const digit = '[0-9０-９零〇○一二三四五六七八九幺两]';
const gap = '[\\s\\-—–_.,，、·]{0,2}';

/** Seven digits and more in a row: phones, cards, identity numbers. Amounts that are spoken have 十百千万 in between. */
const long = new RegExp(`${digit}(?:${gap}${digit}){6,}(?:${gap}[xX])?`, 'gu');
/** Shorter ones after a word that says what they are: tails of cards, codes. */
const named = new RegExp(
  `(?<=(?:尾号|后四位|后六位|末四位|验证码|密码|卡号|账号|身份证|手机|电话)[^0-9０-９]{0,6}?)${digit}(?:${gap}${digit}){2,}`,
  'gu',
);
const anyDigit = new RegExp(digit, 'gu');
const digitsOnly = new RegExp(`${digit}|[xX]`, 'u');

const hide = (text: string): string => text.replace(anyDigit, 'X').replace(/x/g, 'X');

/** A turn that is a group of digits and at most a letter more: a long number read in pieces. */
const isDictated = (text: string): boolean => {
  const spoken = [...text.replace(/[\s\p{P}嗯啊呃对是的]/gu, '')];
  const others = spoken.filter((letter) => !digitsOnly.test(letter));
  return spoken.length - others.length >= 3 && others.length <= 1 && !/[元块万亿千百十年月号R]/.test(others.join(''));
};

/**
 * The text with its sensitive digits replaced by `X`, one for one: the masked text has the same length, so a place in it is the same
 * place in the original, which stays here. Names, addresses and amounts are left as they are.
 */
export const masked = (text: string): string =>
  isDictated(text) ? hide(text) : text.replace(long, hide).replace(named, hide);
