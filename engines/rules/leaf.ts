import { isAsserted, type LabelHit, type Stance, stanceOf } from '@mingjian/matching';
import type { Role, Word } from '@mingjian/timeline';
import { compare } from './expression.ts';
import type { Span } from './finding.ts';
import type { LabelExpr, Mods, Verb } from './model.ts';
import { labelOf, type WordLeaf } from './plan.ts';
import type { TraceTurn } from './trace.ts';

/** One time that a pattern came true. `doubt` = it may be, but what would settle it was not measured. */
export type Occurrence = {
  startMs: number;
  endMs: number;
  /** Media time at which it was certain. */
  decidedMs: number;
  turn?: number;
  char?: number;
  spans: Span[];
  score?: number;
  measures?: Record<string, number>;
  doubt?: string;
};
export type PhraseHit = { start: number; end: number; score: number; label: string };
type Hits = ReadonlyMap<string, readonly LabelHit[]>;

const cover = (a: PhraseHit, b: PhraseHit): PhraseHit => ({
  start: Math.min(a.start, b.start),
  end: Math.max(a.end, b.end),
  score: Math.min(a.score, b.score),
  label: a.label,
});
const gapBetween = (x: PhraseHit, y: PhraseHit): number => Math.max(x.start, y.start) - Math.min(x.end, y.end);

/** Where a label expression is true within one turn. */
export const phraseHits = (words: LabelExpr, hits: Hits): PhraseHit[] => {
  if (words.k === 'label') {
    const found = hits.get(words.name);
    return found === undefined
      ? []
      : found.map((hit) => ({ start: hit.start, end: hit.end, score: hit.score, label: words.name }));
  }
  if ('parts' in words) {
    const parts = words.parts.map((part) => phraseHits(part, hits));
    const there = parts.filter((list) => list.length > 0);
    const needed = words.k === 'all' ? parts.length : words.k === 'some' ? words.atLeast : 1;
    if (there.length < needed) return [];
    return words.k === 'all' ? (there[0] ?? []) : there.flat();
  }
  const a = phraseHits(words.a, hits);
  if (a.length === 0) return a;
  const b = phraseHits(words.b, hits);
  if (words.k === 'without') return b.length > 0 ? [] : a;
  if (words.k === 'before')
    return a.flatMap((x) =>
      b.filter((y) => y.start >= x.end && y.start - x.end <= words.chars).map((y) => cover(x, y)),
    );
  return a.flatMap((x) => b.filter((y) => gapBetween(x, y) <= words.chars).map((y) => cover(x, y)));
};

const wantedStance = {
  asks: 'asked',
  denies: 'denied',
  quotes: 'quoted',
  supposes: 'supposed',
  warns: 'warned',
  retracts: 'retracted',
} as const;
const verbHolds = (verb: Verb, text: string, hit: PhraseHit): boolean => {
  if (verb === 'says') return true;
  const stance: Stance = stanceOf(text, hit.start, hit.end);
  return verb === 'asserts' ? isAsserted(stance) : stance[wantedStance[verb]];
};

/** Media time of a character: from the recogniser's words where they fit the text, else by its share of the turn. */
const charTime = (turn: TraceTurn, char: number, words: readonly Word[] | undefined): number => {
  let at = 0;
  for (const word of words ?? []) {
    const found = turn.text.indexOf(word.text, at);
    if (found < 0 || word.text === '') continue;
    at = found + word.text.length;
    if (char < at) {
      const share = Math.max(0, char - found) / word.text.length;
      return Math.round(word.startMs + share * (word.endMs - word.startMs));
    }
    if (char === at) return word.endMs;
  }
  const share = turn.text.length === 0 ? 0 : char / turn.text.length;
  return Math.round(turn.startMs + share * (turn.endMs - turn.startMs));
};

const spokenLength = (text: string): number => text.replaceAll(/[\s\p{P}]/gu, '').length;
/** Characters a second of a turn, punctuation left out. */
export const rateOf = (turn: TraceTurn): number => {
  const seconds = (turn.endMs - turn.startMs) / 1000;
  return seconds <= 0 ? 0 : spokenLength(turn.text) / seconds;
};

/** Whether a role is among the wanted ones; an `unknown` speaker may be. */
export const roleFits = (roles: readonly Role[], role: Role): 'yes' | 'no' | 'unknown' => {
  if (roles.length === 0 || roles.includes(role)) return 'yes';
  return role === 'unknown' ? 'unknown' : 'no';
};

/** A stretch of a turn as an occurrence. */
export const inTurn = (
  turn: TraceTurn,
  hit: PhraseHit,
  how: { roles: readonly Role[]; words?: readonly Word[] | undefined },
): Occurrence => {
  const isWhole = hit.start === 0 && hit.end === turn.text.length;
  const startMs = isWhole ? turn.startMs : charTime(turn, hit.start, how.words);
  const endMs = isWhole ? turn.endMs : charTime(turn, hit.end, how.words);
  const span: Span = {
    startMs,
    endMs,
    turns: [turn.index],
    text: turn.text.slice(hit.start, hit.end),
    chars: [hit.start, hit.end],
    role: turn.role,
    label: labelOf(hit.label),
  };
  const occurrence: Occurrence = {
    startMs,
    endMs,
    decidedMs: turn.endMs,
    turn: turn.index,
    char: hit.start,
    spans: [span],
    score: hit.score,
  };
  if (roleFits(how.roles, turn.role) === 'unknown') occurrence.doubt = '说话人未区分';
  return occurrence;
};

/** `where rate`, `where length` of a turn: kept, dropped, or in doubt without times. */
export const withTurnMeasures = (
  occurrence: Occurrence,
  turn: TraceTurn,
  how: { mods: Mods; timed: boolean },
): Occurrence | undefined => {
  for (const { field, op, value } of how.mods.where) {
    if (field === 'rate') {
      if (!how.timed) {
        occurrence.doubt ??= '没有时间，无法计算语速';
        continue;
      }
      const rate = rateOf(turn);
      if (!compare(rate, op, value)) return undefined;
      occurrence.measures = { ...occurrence.measures, charactersPerSecond: Math.round(rate * 100) / 100 };
    } else if (field === 'length') {
      if (!compare(spokenLength(turn.text), op, value)) return undefined;
    } else {
      const measured = field === 'score' ? occurrence.score : occurrence.measures?.[field];
      if (measured === undefined || !compare(measured, op, value)) return undefined;
    }
  }
  return occurrence;
};

/** Places that are known as soon as the turn is: from the start of the recording, by time or by count. */
export const inFixedPlace = (
  o: Occurrence,
  turn: TraceTurn,
  how: { mods: Mods; timed: boolean },
): Occurrence | undefined => {
  const { window, turnWindow, edge } = how.mods;
  if (turnWindow !== undefined && (turn.index < turnWindow[0] || turn.index > turnWindow[1])) return undefined;
  const firstMs = edge?.end === 'first' ? edge.ms : undefined;
  if (window !== undefined || firstMs !== undefined) {
    if (!how.timed) return { ...o, doubt: '没有时间' };
    if (window !== undefined && (o.endMs < window[0] || o.startMs > window[1])) return undefined;
    if (firstMs !== undefined && o.startMs > firstMs) return undefined;
  }
  if (edge?.end !== 'first' || edge.turns === undefined) return o;
  if (edge.of === undefined) return turn.index < edge.turns ? o : undefined;
  return turn.role === edge.of && turn.nth < edge.turns ? o : undefined;
};

/** The first place in a turn where a word clause is true: right role, right words, said the right way. */
export const wordsInTurn = (
  leaf: WordLeaf,
  turn: TraceTurn,
  heard: { hits: Hits; words: readonly Word[] | undefined; timed: boolean },
): Occurrence | undefined => {
  if (roleFits(leaf.roles, turn.role) === 'no') return undefined;
  const first = phraseHits(leaf.words, heard.hits).find((hit) => verbHolds(leaf.verb, turn.text, hit));
  if (first === undefined) return undefined;
  const how = { mods: leaf.mods, timed: heard.timed };
  const measured = withTurnMeasures(inTurn(turn, first, { roles: leaf.roles, words: heard.words }), turn, how);
  return measured === undefined ? undefined : inFixedPlace(measured, turn, how);
};
