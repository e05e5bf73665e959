import { FIRST, follow, type LiteralIndex, SECOND } from './literal-index.ts';
import { noteUnit, type RunIndex } from './runs.ts';

/** Literals found in the text at hand, ordered by start, then by length. Kept and used again from text to text. */
export type LiteralHits = { count: number; literal: Int32Array; start: Int32Array };

export const emptyHits = (): LiteralHits => ({ count: 0, literal: new Int32Array(64), start: new Int32Array(64) });

const doubled = (from: Int32Array): Int32Array => {
  const to = new Int32Array(from.length * 2);
  to.set(from);
  return to;
};

const addHit = (hits: LiteralHits, literal: number, start: number): void => {
  if (hits.count === hits.literal.length) {
    hits.literal = doubled(hits.literal);
    hits.start = doubled(hits.start);
  }
  hits.literal[hits.count] = literal;
  hits.start[hits.count] = start;
  hits.count += 1;
};

const walk = (index: LiteralIndex, text: string, start: number, hits: LiteralHits): void => {
  let node = follow(index, -1 - text.charCodeAt(start), text.charCodeAt(start + 1));
  for (let i = start + 2; node !== 0; i++) {
    const literal = index.literalAt[node] as number;
    if (literal >= 0) addHit(hits, literal, start);
    if (index.goesOn[node] === 0 || i >= text.length) return;
    node = follow(index, node, text.charCodeAt(i));
  }
};

/** Literals of one unit, and units that belong to a run. */
const noteSpecial = (index: LiteralIndex, runs: RunIndex, unit: number, at: number, hits: LiteralHits): void => {
  const { single } = index;
  if (single !== undefined && single[unit] !== 0) addHit(hits, (single[unit] as number) - 1, at);
  const { marks } = runs;
  if (marks !== undefined && marks[unit] !== 0) noteUnit(runs, marks[unit] as number, at);
};

/**
 * Every occurrence of every literal, overlapping ones too; runs of units (`[0-9]{15,18}`) are counted on the way.
 * Steps: at most text length × longest literal.
 */
export const scanLiterals = (index: LiteralIndex, runs: RunIndex, text: string, hits: LiteralHits): void => {
  const { bloom, bloomShift, special } = index;
  hits.count = 0;
  runs.fired.length = 0;
  const last = text.length - 1;
  if (last < 0) return;
  let unit = text.charCodeAt(0);
  for (let i = 0; i < last; i++) {
    const next = text.charCodeAt(i + 1);
    if (special[unit] !== 0) noteSpecial(index, runs, unit, i, hits);
    if (bloom[(Math.imul(unit, FIRST) ^ Math.imul(next, SECOND)) >>> bloomShift] !== 0) walk(index, text, i, hits);
    unit = next;
  }
  if (special[unit] !== 0) noteSpecial(index, runs, unit, last, hits);
  runs.base += text.length + 1;
};
