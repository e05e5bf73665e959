import { RegexRefused } from './regex-class.ts';
import { textsOf } from './regex-literals.ts';
import { parseRegex, type RegexNode } from './regex-parse.ts';

/** Longest turn that the bound on time is given for (characters). */
const LONGEST_TURN = 2000;
/**
 * Most ways in which an expression may try to match from one place: with it no expression takes more than 5 ms on a turn
 * of 2,000 characters (`node bench/matching/safety.ts`). One `.*`, or gaps whose lengths multiply to less.
 */
export const MOST_WAYS = 2000;

const repeatWays = (node: RegexNode & { k: 'repeat' }): number => {
  const counts = Math.min(node.max, LONGEST_TURN) - Math.min(node.min, LONGEST_TURN);
  const inner = waysOf(node.of);
  // Every repetition of something that has a choice chooses anew.
  const chosen = inner === 1 ? 1 : inner ** Math.min(node.max, 16);
  return Math.max(1, counts === 0 ? 1 : counts) * chosen + (counts > 0 && counts < LONGEST_TURN ? chosen : 0);
};

/** In how many ways a node can go on from one place, at most: what a backtracking matcher may have to try. */
export const waysOf = (node: RegexNode): number => {
  if (node.k === 'set' || node.k === 'place') return 1;
  if (node.k === 'repeat') return repeatWays(node);
  if (node.k === 'sequence') return node.parts.reduce((ways, part) => ways * waysOf(part), 1);
  // Of listed words those that begin one another can match at one place.
  const texts = textsOf(node);
  if (texts === undefined) return node.parts.reduce((ways, part) => ways + waysOf(part), 0);
  return Math.max(...texts.map((text) => texts.filter((other) => text.startsWith(other)).length));
};

export type RegexCheck = { ok: true } | { ok: false; reason: string; at: number };

/**
 * Whether a regular expression may be used in a pack: of the subset that RE2 takes too, and with few enough ways to match
 * to be quick on any turn (`recheck` looks for growth without a bound and lets three gaps of 24 characters pass). `at` is
 * the offset of what is refused.
 */
export const checkRegex = (source: string): RegexCheck => {
  try {
    const ways = waysOf(parseRegex(source));
    new RegExp(source);
    if (ways <= MOST_WAYS) return { ok: true };
    const reason = `${ways} ways to match from one place, at most ${MOST_WAYS}: make the gaps shorter`;
    return { ok: false, reason, at: 0 };
  } catch (error) {
    if (error instanceof RegexRefused) return { ok: false, reason: error.message, at: error.at };
    return { ok: false, reason: (error as Error).message, at: 0 };
  }
};
