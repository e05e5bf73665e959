import type { FindingVerdict, Span } from './finding.ts';
import type { CompiledRule, Mods, Pattern } from './model.ts';
import { type Occurrence, occurrencesOf, reachEnd, reaches } from './occurrence.ts';
import type { Trace } from './trace.ts';

/** One outcome of a rule before it is dressed as a finding. */
export type Outcome = {
  verdict: FindingVerdict;
  spans: Span[];
  decidedMs: number;
  /** Which occurrence of the rule's anchor or target this is, from 0; excused ones keep their number. */
  ordinal: number;
  /** The watermark must have passed this before the outcome can be told live; −∞ = as soon as it is known. */
  sureMs: number;
  reason?: string;
  score?: number;
  measures?: Record<string, number>;
  window?: [number, number];
  /** What a miss looked for: the rule's own target, or the anchor that had to come at least once. */
  lookedFor?: 'target' | 'anchor';
};

export const modsOf = (pattern: Pattern | undefined): Mods | undefined =>
  pattern !== undefined && 'mods' in pattern ? pattern.mods : undefined;
export const endOf = (trace: Trace): number => (trace.closed ? trace.endMs : Number.POSITIVE_INFINITY);
const whole = (trace: Trace): Span => ({ startMs: 0, endMs: trace.endMs });

/** A clause about words alone is certain as soon as its turn is known; with other facts in it, when its time has passed. */
const isWordsOnly = (pattern: Pattern | undefined): boolean =>
  pattern === undefined ||
  (pattern.k === 'words' && pattern.mods.during === undefined) ||
  pattern.k === 'answers' ||
  pattern.k === 'speaks';

export const hit = (
  verdict: FindingVerdict,
  o: Occurrence,
  at: { ordinal?: number; decidedMs?: number; sureMs?: number } = {},
): Outcome => {
  const decidedMs = at.decidedMs ?? o.decidedMs;
  const outcome: Outcome = {
    verdict: o.doubt !== undefined ? 'undecidable' : verdict,
    spans: o.spans,
    decidedMs,
    ordinal: at.ordinal ?? 0,
    sureMs: at.sureMs ?? decidedMs,
  };
  if (o.doubt !== undefined) outcome.reason = o.doubt;
  if (o.score !== undefined) outcome.score = o.score;
  if (o.measures !== undefined && Object.keys(o.measures).length > 0) outcome.measures = o.measures;
  return outcome;
};
/** Nothing happened: what that means is known at the end. */
export const quiet = (verdict: FindingVerdict, trace: Trace, reason?: string): Outcome => {
  const decidedMs = endOf(trace);
  const outcome: Outcome = { verdict, spans: [], decidedMs, ordinal: 0, sureMs: decidedMs };
  if (reason !== undefined) outcome.reason = reason;
  return outcome;
};

/** When something is missing: an extract decides nothing, a doubtful hit decides nothing. */
export const miss = (
  trace: Trace,
  window: [number, number],
  o: { doubtful?: Occurrence; anchor?: Occurrence; ordinal?: number } = {},
): Outcome => {
  const ordinal = o.ordinal ?? 0;
  if (o.doubtful !== undefined) return { ...hit('undecidable', o.doubtful), decidedMs: endOf(trace), ordinal };
  if (trace.scope === 'extract' && o.anchor === undefined) return quiet('undecidable', trace, '节选，不判缺失');
  const decidedMs = Math.min(window[1], endOf(trace));
  const spans = o.anchor?.spans ?? [whole(trace)];
  return { verdict: 'violated', spans, decidedMs, sureMs: window[1], ordinal, window: [window[0], decidedMs] };
};

const excuses = (rule: CompiledRule, o: Occurrence, trace: Trace): boolean => {
  const within = modsOf(rule.unless)?.within;
  return occurrencesOf(rule.unless as Pattern, trace).some((u) => {
    if (u.turn !== undefined && u.turn === o.turn) return true;
    const how = { timed: trace.timed, ...(within === undefined ? {} : { within }) };
    return (within === undefined ? reaches(u, o, how) : reaches(o, u, how)) === true;
  });
};
/** Whether the rule's excuse holds: earlier or in the same turn; with `within` after it (or before, when it says so). */
export const isExcused = (rule: CompiledRule, o: Occurrence, trace: Trace): boolean =>
  rule.unless !== undefined && excuses(rule, o, trace);

/** An excuse that may still come keeps the verdict open as long. */
const excusedUntil = (rule: CompiledRule, o: Occurrence, trace: Trace): number => {
  const within = modsOf(rule.unless)?.within;
  if (within === undefined || within.before === true) return o.decidedMs;
  return Math.min(reachEnd(o, within, trace), endOf(trace));
};

/** The occurrences that violate, each with the time when no excuse can come any more. */
export const violations = (rule: CompiledRule, found: readonly Occurrence[], trace: Trace): Outcome[] => {
  const prompt = isWordsOnly(rule.target) && isWordsOnly(rule.anchor) && isWordsOnly(rule.unless);
  const out: Outcome[] = [];
  found.forEach((o, ordinal) => {
    if (isExcused(rule, o, trace)) return;
    const decidedMs = Math.max(o.decidedMs, excusedUntil(rule, o, trace));
    const sureMs = prompt && decidedMs === o.decidedMs ? (trace.turns[o.turn ?? -1]?.startMs ?? decidedMs) : decidedMs;
    out.push(hit('violated', o, { ordinal, decidedMs, sureMs }));
  });
  return out;
};
