import { RegexRefused, readClass, readEscape, type UnitSet } from './regex-class.ts';

/** A regular expression of the allowed subset (what RE2 takes too), without the `u` flag: positions are UTF-16 units. */
export type RegexNode =
  | UnitSet
  | { k: 'sequence'; parts: RegexNode[] }
  | { k: 'either'; parts: RegexNode[] }
  | { k: 'repeat'; of: RegexNode; min: number; max: number }
  /** `^ $ \b \B`: a place, no character. */
  | { k: 'place' };

/** RE2 refuses more repetitions than this. */
const MOST_REPEATS = 1000;
type Reader = { source: string; at: number; depth: number };

const readGroup = (r: Reader): RegexNode => {
  const opened = r.at;
  r.at += 1;
  if (r.source[r.at] === '?') {
    const rest = r.source.slice(r.at, r.at + 4);
    const name = /^\?<([A-Za-z_]\w*)>/.exec(r.source.slice(r.at));
    if (rest.startsWith('?:')) r.at += 2;
    else if (name !== null) r.at += name[0].length;
    else if (/^\?<?[=!]/.test(rest))
      throw new RegexRefused('no lookaround: say it with `not:` or a gap pattern', opened);
    else throw new RegexRefused('only (…), (?:…) and (?<name>…) groups', opened);
  }
  r.depth += 1;
  if (r.depth > 50) throw new RegexRefused('groups are nested more than 50 deep', opened);
  const inner = readEither(r);
  r.depth -= 1;
  if (r.source[r.at] !== ')') throw new RegexRefused('the group is not closed with )', opened);
  r.at += 1;
  return inner;
};

const readAtom = (r: Reader): RegexNode => {
  const char = r.source[r.at] as string;
  if (char === '(') return readGroup(r);
  if (char === '[') {
    const { set, next } = readClass(r.source, r.at);
    r.at = next;
    return set;
  }
  if (/[*+?{]/.test(char)) throw new RegexRefused(`nothing before ${char} to repeat; escape it as \\${char}`, r.at);
  if (/[\]}]/.test(char)) throw new RegexRefused(`escape a bare ${char} as \\${char}`, r.at);
  r.at += 1;
  if (char === '.') return { k: 'set', units: undefined, dot: true };
  if (char === '^' || char === '$') return { k: 'place' };
  if (char !== '\\') return { k: 'set', units: [char.charCodeAt(0)] };
  if (r.source[r.at] === 'b' || r.source[r.at] === 'B') {
    r.at += 1;
    return { k: 'place' };
  }
  const { set, next } = readEscape(r.source, r.at);
  r.at = next;
  return set;
};

const readCount = (r: Reader): { min: number; max: number } | undefined => {
  const char = r.source[r.at];
  const simple = { '*': [0, Infinity], '+': [1, Infinity], '?': [0, 1] }[char ?? ''];
  if (simple !== undefined) {
    r.at += 1;
    return { min: simple[0] as number, max: simple[1] as number };
  }
  if (char !== '{') return undefined;
  const counted = /^\{(\d+)(,(\d*))?\}/.exec(r.source.slice(r.at));
  if (counted === null) throw new RegexRefused('escape a bare { as \\{', r.at);
  const min = Number(counted[1]);
  const max = counted[2] === undefined ? min : counted[3] === '' ? Infinity : Number(counted[3]);
  if (min > max) throw new RegexRefused('the repetition runs backwards', r.at);
  if (min > MOST_REPEATS || (max > MOST_REPEATS && max !== Infinity))
    throw new RegexRefused(`more than ${MOST_REPEATS} repetitions`, r.at);
  r.at += counted[0].length;
  return { min, max };
};

const readRepeat = (r: Reader): RegexNode => {
  const begun = r.at;
  const of = readAtom(r);
  const count = readCount(r);
  if (count === undefined) return of;
  if (of.k === 'place') throw new RegexRefused('an anchor cannot be repeated', begun);
  if (r.source[r.at] === '?') r.at += 1; // lazy: the same texts match
  if (/[*+?{]/.test(r.source[r.at] ?? '')) throw new RegexRefused('two repetitions in a row', r.at);
  return { k: 'repeat', of, ...count };
};

const readSequence = (r: Reader): RegexNode => {
  const parts: RegexNode[] = [];
  while (r.at < r.source.length && r.source[r.at] !== '|' && r.source[r.at] !== ')') parts.push(readRepeat(r));
  return parts.length === 1 ? (parts[0] as RegexNode) : { k: 'sequence', parts };
};

const readEither = (r: Reader): RegexNode => {
  const parts = [readSequence(r)];
  while (r.source[r.at] === '|') {
    r.at += 1;
    parts.push(readSequence(r));
  }
  return parts.length === 1 ? (parts[0] as RegexNode) : { k: 'either', parts };
};

/** Reads a regular expression; throws `RegexRefused` (reason, place) for anything outside the subset. */
export const parseRegex = (source: string): RegexNode => {
  const r: Reader = { source, at: 0, depth: 0 };
  const node = readEither(r);
  if (r.at < source.length) throw new RegexRefused('a ) that closes nothing; escape it as \\)', r.at);
  return node;
};
