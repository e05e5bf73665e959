import type { Row } from '../rows.ts';
import { type Checks, type Field, type Fields, fieldAt, firstField, found, sureEnough } from './field.ts';

/** ISO/IEC 7812-1 annex B. */
export const luhn = (digits: string): boolean => {
  if (!/^\d{8,19}$/.test(digits)) return false;
  const sum = [...digits].reverse().reduce((total, digit, i) => {
    const value = Number(digit) * (i % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
};

const schemes: [name: string, start: RegExp, lengths: readonly number[]][] = [
  ['银联', /^62|^81|^9[0-9]{5}/, [16, 17, 18, 19]],
  ['Visa', /^4/, [16]],
  ['Mastercard', /^5[1-5]|^2(2[2-9]|[3-6]|7[01]|720)/, [16]],
  ['JCB', /^35(2[89]|[3-8])/, [16]],
  ['American Express', /^3[47]/, [15]],
];
/** Whose numbers begin like this and are this long, or null. */
export const schemeOf = (digits: string): string | null =>
  schemes.find(([, start, lengths]) => start.test(digits) && lengths.includes(digits.length))?.[0] ?? null;

const numberField = (rows: readonly Row[]): Field | undefined => {
  for (const row of rows) {
    const match = /(?:\d[\s-]*){12,18}\d/.exec(row.text);
    if (match === null) continue;
    const field = fieldAt(row, match.index, match.index + match[0].length);
    const value = field?.value.replace(/\D/g, '') ?? '';
    if (field !== undefined && value.length >= 13) return { value, certainty: field.certainty };
  }
  return undefined;
};

/** A bank card: cardNumber, bank, validThru (MM/YY), holder. */
export const bankCard = (rows: readonly Row[]): Fields =>
  found({
    cardNumber: numberField(rows),
    bank: firstField(rows, /(\p{Script=Han}{2,12}(?:银行|信用社|农商行))/u),
    validThru: firstField(rows, /((?:0[1-9]|1[0-2])\/\d{2})(?!\d)/),
    holder: firstField(rows, /^\s*([A-Z]{2,}(?:[ /][A-Z]{2,}){1,3})\s*$/),
  });

export const bankCardChecks = ({ cardNumber, validThru }: Fields, about: { onDate?: string } = {}): Checks => ({
  luhn: checked(cardNumber, (digits) => (luhn(digits) ? null : 'the check digit does not fit the number')),
  shape: checked(cardNumber, (digits) =>
    schemeOf(digits) === null ? 'no scheme has numbers of this beginning and length' : null,
  ),
  validity:
    about.onDate === undefined
      ? { result: 'undecidable', reason: 'no day to compare with' }
      : checked(validThru, (thru) =>
          `20${thru.slice(3)}-${thru.slice(0, 2)}` < about.onDate!.slice(0, 7) ? `expired ${thru}` : null,
        ),
});

const checked = (field: Field | undefined, test: (value: string) => string | null): Checks[string] => {
  if (field === undefined) return { result: 'undecidable', reason: 'a value was not read' };
  const reason = test(field.value);
  if (reason === null) return { result: 'pass' };
  return field.certainty < sureEnough
    ? { result: 'undecidable', reason: `${reason}, read unsurely` }
    : { result: 'fail', reason };
};
