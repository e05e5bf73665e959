import type { Row } from '../rows.ts';
import { datePattern, isoDate, yearsBetween } from './dates.ts';
import {
  agree,
  type Check,
  type Checks,
  type Field,
  type Fields,
  fieldAt,
  firstField,
  found,
  together,
} from './field.ts';
import { asDigits, readIdNumber } from './id-number.ts';

const labels = /姓\s*名|性\s*别|民\s*族|出\s*生|住\s*址|公民身份号?码?/;

const numberField = (rows: readonly Row[]): Field | undefined => {
  for (const row of rows.toReversed()) {
    const start = /号码/.exec(row.text)?.index;
    const from = start === undefined ? 0 : start + 2;
    const field = fieldAt(row, from, row.text.length);
    if (field === undefined) continue;
    const exact = /\d{17}[\dXx]/.exec(field.value)?.[0];
    const repaired = start === undefined ? undefined : /^\d{17}[\dX]$/.exec(asDigits(field.value).toUpperCase())?.[0];
    const value = exact ?? repaired;
    if (value !== undefined) return { value: value.toUpperCase(), certainty: field.certainty };
  }
  return undefined;
};

const birthField = (rows: readonly Row[]): Field | undefined => {
  const written = firstField(rows, new RegExp(`(${datePattern.source})`));
  const match = datePattern.exec(written?.value ?? '');
  const date = match === null ? null : isoDate(Number(match[1]), Number(match[2]), Number(match[3]));
  return written === undefined || date === null ? undefined : { value: date, certainty: written.certainty };
};

/** The rows from 住址 down to the number, without what stands beside them. */
const addressField = (rows: readonly Row[]): Field | undefined => {
  const first = rows.findIndex((row) => /住\s*址/.test(row.text));
  if (first < 0) return undefined;
  const parts: Field[] = [];
  for (const row of rows.slice(first)) {
    if (/公民身份|\d{17}/.test(row.text)) break;
    const from = row === rows[first] ? /住\s*址/.exec(row.text)!.index + /住\s*址/.exec(row.text)![0].length : 0;
    if (from === 0 && labels.test(row.text)) break;
    const part = fieldAt(row, from, row.text.length);
    if (part !== undefined) parts.push(part);
  }
  return together(parts);
};

/** The name stands behind 姓名, or on the row above 性别 when the label itself was lost. */
const nameField = (rows: readonly Row[]): Field | undefined => {
  const named = firstField(rows, /姓\s*名(?:\s+名)?[\s:]*([\p{Script=Han}·\s]{2,30})/u);
  if (named !== undefined) return named;
  const sexRow = rows.findIndex((row) => /性\s*别/.test(row.text));
  return sexRow < 1 ? undefined : firstField([rows[sexRow - 1]!], /([\p{Script=Han}·]{2,30})\s*$/u);
};

/** Front of a resident identity card: name, sex, nation, birth (ISO), address, idNumber. */
export const idCardFront = (rows: readonly Row[]): Fields =>
  found({
    name: nameField(rows),
    sex: firstField(rows, /性\s*别[\s:]*([男女])/) ?? firstField(rows, /(?:^|\s)([男女])\s*民\s*族/),
    nation: firstField(rows, /民\s*族[\s:]*(\p{Script=Han}{1,6})/u),
    birth: birthField(rows),
    address: addressField(rows),
    idNumber: numberField(rows),
  });

/** Back: authority, validFrom and validTo (ISO, or 长期). */
export const idCardBack = (rows: readonly Row[]): Fields => {
  const term = firstField(rows, /(\d{4}\D{0,2}\d{1,2}\D{0,2}\d{1,2}\D{0,3}(?:\d{4}\D{0,2}\d{1,2}\D{0,2}\d{1,2}|长期))/);
  const [from, to] = [
    /^(\d{4})\D*(\d{2})\D*(\d{2})/.exec(term?.value ?? ''),
    /(\d{4})\D*(\d{2})\D*(\d{2})$/.exec(term?.value ?? ''),
  ];
  const day = (match: RegExpExecArray | null): Field | undefined => {
    const value = match === null ? null : isoDate(Number(match[1]), Number(match[2]), Number(match[3]));
    return value === null || term === undefined ? undefined : { value, certainty: term.certainty };
  };
  const open = term?.value.endsWith('长期') ? { value: '长期', certainty: term.certainty } : undefined;
  return found({
    authority: firstField(rows, /签\s*发\s*机\s*关[\s:]*(.+)/),
    validFrom: day(from),
    validTo: open ?? day(to),
  });
};

/** The number against its own check character, and birth and sex against the number. */
export const frontChecks = ({ idNumber, birth, sex }: Fields): Checks => {
  const read = idNumber === undefined ? null : readIdNumber(idNumber.value);
  const numbered = read === null ? undefined : idNumber;
  return {
    checksum: agree(numbered, numbered, () => (read!.checksum ? null : 'the check character does not fit the number')),
    birthInNumber: agree(numbered, numbered, () =>
      read!.birth === null ? 'the number names a day that does not exist' : null,
    ),
    birth: agree(numbered, birth, (_, b) =>
      read!.birth === b ? null : 'the day of birth is not the one in the number',
    ),
    sex: agree(numbered, sex, (_, s) => (read!.sex === s ? null : 'the sex is not the one in the number')),
  };
};

/** Terms of the 居民身份证法 (art. 5): 5 years under 16, 10 from 16, 20 from 26, for life from 46. */
const termYears = (age: number): number | null => (age < 16 ? 5 : age < 26 ? 10 : age < 46 ? 20 : null);

/** Validity on a day (ISO), and its term against the holder's age at issue when the front was read too. */
export const backChecks = ({ validFrom, validTo }: Fields, about: { onDate?: string; birth?: Field } = {}): Checks => ({
  validity: validityOn(validFrom, validTo, about.onDate),
  term: agree(validFrom, validTo, (from, to) => {
    const years = to === '长期' ? null : yearsBetween(from, to);
    const allowed = about.birth === undefined ? [5, 10, 20, null] : [termYears(yearsBetween(about.birth.value, from))];
    return allowed.includes(years) ? null : 'the term of validity is not one that the law knows for this age';
  }),
});

const validityOn = (from: Field | undefined, to: Field | undefined, onDate: string | undefined): Check => {
  if (onDate === undefined) return { result: 'undecidable', reason: 'no day to compare with' };
  return agree(from, to, (first, last) => {
    if (onDate < first) return `valid only from ${first}`;
    return last === '长期' || onDate <= last ? null : `expired on ${last}`;
  });
};
