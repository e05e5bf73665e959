/** Sets of UTF-16 units named by a regular expression; `units` is undefined when the set is too wide to list. */
export type UnitSet = { k: 'set'; units: number[] | undefined; dot?: true };

/** Widest set that is listed unit by unit. */
export const MOST_UNITS = 128;

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);
const DIGITS = range(48, 57);
const WORD = [...DIGITS, ...range(65, 90), 95, ...range(97, 122)];
const named: Record<string, number[] | undefined> = { d: DIGITS, w: WORD, D: undefined, W: undefined, S: undefined };
// `\s` holds no-break and full-width spaces: short enough to list.
named.s = [
  9,
  10,
  11,
  12,
  13,
  32,
  160,
  0x1680,
  ...range(0x2000, 0x200a),
  0x2028,
  0x2029,
  0x202f,
  0x205f,
  0x3000,
  0xfeff,
];
const control: Record<string, number> = { n: 10, r: 13, t: 9, f: 12, v: 11 };

export class RegexRefused extends Error {
  readonly at: number;
  constructor(reason: string, at: number) {
    super(reason);
    this.at = at;
  }
}

/** Reads the escape whose letter stands at `at` (after the backslash). */
export const readEscape = (source: string, at: number): { set: UnitSet; next: number } => {
  const letter = source[at];
  const refuse = (reason: string): never => {
    throw new RegexRefused(reason, at - 1);
  };
  if (letter === undefined) return refuse('a backslash at the end escapes nothing');
  if (letter in named) return { set: { k: 'set', units: named[letter] }, next: at + 1 };
  if (letter in control) return { set: { k: 'set', units: [control[letter] as number] }, next: at + 1 };
  if (letter === 'x' || letter === 'u') {
    const size = letter === 'x' ? 2 : 4;
    const digits = source.slice(at + 1, at + 1 + size);
    if (!/^[0-9a-fA-F]+$/.test(digits) || digits.length < size) refuse(`\\${letter} needs ${size} hexadecimal figures`);
    return { set: { k: 'set', units: [Number.parseInt(digits, 16)] }, next: at + 1 + size };
  }
  if (/[1-9]/.test(letter) || letter === 'k') refuse('no back reference: it cannot be matched in linear time');
  if (/[a-zA-Z0-9]/.test(letter)) refuse(`\\${letter} is not part of the allowed subset`);
  return { set: { k: 'set', units: [letter.charCodeAt(0)] }, next: at + 1 };
};

const classItem = (source: string, at: number): { set: UnitSet; next: number } => {
  if (source[at] !== '\\') return { set: { k: 'set', units: [source.charCodeAt(at)] }, next: at + 1 };
  // In a class `\b` is the backspace and `\-` the dash.
  if (source[at + 1] === 'b') return { set: { k: 'set', units: [8] }, next: at + 2 };
  return readEscape(source, at + 1);
};

/** Reads a class; `at` stands on the `[`. */
export const readClass = (source: string, at: number): { set: UnitSet; next: number } => {
  const negated = source[at + 1] === '^';
  let next = at + (negated ? 2 : 1);
  const units: number[] = [];
  let wide = negated;
  if (source[next] === ']') throw new RegexRefused('an empty class; escape the bracket as \\]', at);
  while (source[next] !== ']') {
    if (next >= source.length) throw new RegexRefused('the class is not closed with ]', at);
    const from = classItem(source, next);
    next = from.next;
    if (source[next] === '-' && source[next + 1] !== ']' && next + 1 < source.length) {
      const to = classItem(source, next + 1);
      next = to.next;
      const [low, high] = [from.set.units, to.set.units];
      if (low?.length !== 1 || high?.length !== 1) throw new RegexRefused('a range needs one character each side', at);
      if ((low[0] as number) > (high[0] as number)) throw new RegexRefused('the range runs backwards', at);
      if ((high[0] as number) - (low[0] as number) >= MOST_UNITS) wide = true;
      else units.push(...range(low[0] as number, high[0] as number));
    } else if (from.set.units === undefined) wide = true;
    else units.push(...from.set.units);
  }
  const listed = [...new Set(units)];
  return { set: { k: 'set', units: wide || listed.length > MOST_UNITS ? undefined : listed }, next: next + 1 };
};
