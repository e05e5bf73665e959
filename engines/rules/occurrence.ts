import { isAsserted, type LabelHit, type Stance, stanceOf } from '@mingjian/matching';
import type { Fact, Role } from '@mingjian/timeline';
import { compare } from './expression.ts';
import type { Span } from './finding.ts';
import type { LabelExpr, Mods, Pattern, Verb } from './model.ts';
import type { Trace, TraceTurn } from './trace.ts';

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
type PhraseHit = { start: number; end: number; score: number; label: string };

const named = (hits: readonly LabelHit[] | undefined, label: string): PhraseHit[] =>
  (hits ?? []).map((hit) => ({ start: hit.start, end: hit.end, score: hit.score, label }));
const cover = (a: PhraseHit, b: PhraseHit): PhraseHit => ({
  start: Math.min(a.start, b.start),
  end: Math.max(a.end, b.end),
  score: Math.min(a.score, b.score),
  label: a.label,
});

/** Where a label expression is true within one turn. */
export const phraseHits = (words: LabelExpr, turn: TraceTurn): PhraseHit[] => {
  if (words.k === 'label') return named(turn.hits.get(words.name), words.name);
  if (words.k === 'either') return words.parts.flatMap((part) => phraseHits(part, turn));
  if (words.k === 'all') {
    const parts = words.parts.map((part) => phraseHits(part, turn));
    return parts.every((hits) => hits.length > 0) ? (parts[0] as PhraseHit[]) : [];
  }
  const a = phraseHits(words.a, turn);
  const b = phraseHits(words.b, turn);
  if (words.k === 'without') return b.length > 0 ? [] : a;
  return a.flatMap((x) =>
    b.filter((y) => Math.max(x.start, y.start) - Math.min(x.end, y.end) <= words.chars).map((y) => cover(x, y)),
  );
};

const verbHolds = (verb: Verb, stance: Stance): boolean => {
  if (verb === 'says') return true;
  if (verb === 'asserts') return isAsserted(stance);
  const want = {
    asks: 'asked',
    denies: 'denied',
    quotes: 'quoted',
    supposes: 'supposed',
    warns: 'warned',
    retracts: 'retracted',
  } as const;
  return stance[want[verb]];
};

/** Media time of a character: from the recogniser's words where they fit, else by its share of the turn. */
const charTime = (turn: TraceTurn, char: number): number => {
  const share = turn.text.length === 0 ? 0 : char / turn.text.length;
  return Math.round(turn.startMs + share * (turn.endMs - turn.startMs));
};
/** Characters a second of a turn, punctuation left out. */
export const rateOf = (turn: TraceTurn): number => {
  const seconds = (turn.endMs - turn.startMs) / 1000;
  return seconds <= 0 ? 0 : turn.text.replaceAll(/[\s\p{P}]/gu, '').length / seconds;
};

const roleDoubt = (roles: readonly Role[], role: Role): 'yes' | 'no' | 'unknown' => {
  if (roles.length === 0 || roles.includes(role)) return 'yes';
  return role === 'unknown' ? 'unknown' : 'no';
};
const inTurn = (turn: TraceTurn, hit: PhraseHit, roles: readonly Role[]): Occurrence => {
  const text = turn.text.slice(hit.start, hit.end);
  const startMs = charTime(turn, hit.start);
  const endMs = charTime(turn, hit.end);
  const span: Span = {
    startMs,
    endMs,
    turns: [turn.index],
    text,
    chars: [hit.start, hit.end],
    role: turn.role,
    label: hit.label,
  };
  const base = {
    startMs,
    endMs,
    decidedMs: turn.endMs,
    turn: turn.index,
    char: hit.start,
    spans: [span],
    score: hit.score,
  };
  return roleDoubt(roles, turn.role) === 'unknown' ? { ...base, doubt: '说话人未区分' } : base;
};

const wordOccurrences = (pattern: Extract<Pattern, { k: 'words' }>, trace: Trace): Occurrence[] =>
  trace.turns
    .filter((turn) => roleDoubt(pattern.roles, turn.role) !== 'no')
    .flatMap((turn) => {
      const hits = phraseHits(pattern.words, turn).filter((hit) =>
        verbHolds(pattern.verb, stanceOf(turn.text, hit.start, hit.end)),
      );
      const first = hits[0];
      if (first === undefined) return [];
      const rate = rateOf(turn);
      const wanted = pattern.mods.where.find((w) => w.field === 'rate');
      const occurrence = inTurn(turn, first, pattern.roles);
      if (wanted === undefined) return [occurrence];
      if (!trace.timed) return [{ ...occurrence, doubt: '没有时间，无法计算语速' }];
      return compare(rate, wanted.op, wanted.value) ? [{ ...occurrence, measures: { charactersPerSecond: rate } }] : [];
    });

const wholeTurns = (roles: readonly Role[], turns: readonly TraceTurn[]): Occurrence[] =>
  turns
    .filter((turn) => roleDoubt(roles, turn.role) !== 'no')
    .map((turn) => inTurn(turn, { start: 0, end: turn.text.length, score: 1, label: 'turn' }, roles));

const pointOf = (fact: Fact): Occurrence => ({
  startMs: fact.t,
  endMs: fact.end ?? fact.t,
  decidedMs: fact.end ?? fact.t,
  spans: [
    {
      startMs: fact.t,
      endMs: fact.end ?? fact.t,
      label: fact.name,
      ...(fact.role === undefined ? {} : { role: fact.role }),
    },
  ],
  ...(fact.score === undefined ? {} : { score: fact.score }),
  measures: { ...(typeof fact.value === 'number' ? { value: fact.value } : {}), ...fact.measures },
});
const fieldsHold = (occurrence: Occurrence, mods: Mods): boolean =>
  mods.where.every((w) => {
    const value = w.field === 'score' ? occurrence.score : occurrence.measures?.[w.field];
    return value !== undefined && compare(value, w.op, w.value);
  });

/** Back-channels under 0.3 s and of up to three characters do not interrupt. */
const interruptions = (roles: readonly Role[], trace: Trace): Occurrence[] =>
  trace.turns.flatMap((turn, i) => {
    const before = trace.turns[i - 1];
    const overlapMs = before === undefined ? 0 : before.endMs - turn.startMs;
    const speaks = before !== undefined && before.role !== turn.role && turn.text.replaceAll(/\p{P}/gu, '').length > 3;
    if (!trace.timed || !speaks || overlapMs < 300) return [];
    const found = wholeTurns(roles, [turn]);
    return found.map((o) => ({ ...o, decidedMs: turn.endMs, measures: { overlapMs } }));
  });

const stateOccurrences = (pattern: Extract<Pattern, { k: 'state' }>, trace: Trace): Occurrence[] => {
  const roomy = pattern.duringStep === undefined ? undefined : trace.steps.filter((s) => s.name === pattern.duringStep);
  return trace.states
    .filter((s) => s.name === pattern.name)
    .filter((s) => pattern.roles.length === 0 || s.fact.role === undefined || pattern.roles.includes(s.fact.role))
    .flatMap((s) =>
      roomy === undefined
        ? [s]
        : roomy.map((step) => ({
            ...s,
            startMs: Math.max(s.startMs, step.startMs),
            endMs: Math.min(s.endMs, step.endMs),
          })),
    )
    .filter((s) => s.endMs - s.startMs > pattern.overMs || (pattern.overMs === 0 && s.endMs >= s.startMs))
    .map((s) => ({
      ...pointOf(s.fact),
      startMs: s.startMs,
      endMs: s.endMs,
      decidedMs: s.startMs + pattern.overMs,
      spans: [{ startMs: s.startMs, endMs: s.endMs, label: pattern.name }],
    }));
};

const silences = (pattern: Extract<Pattern, { k: 'silence' }>, trace: Trace): Occurrence[] => {
  const out: Occurrence[] = [];
  let quietFrom = trace.turns[0]?.endMs ?? 0;
  for (const turn of trace.turns.slice(1)) {
    const excused = trace.steps.some(
      (s) => pattern.exceptSteps.includes(s.name) && s.startMs < turn.startMs && s.endMs > quietFrom,
    );
    if (turn.startMs - quietFrom > pattern.overMs && !excused) {
      out.push({
        startMs: quietFrom,
        endMs: turn.startMs,
        decidedMs: quietFrom + pattern.overMs,
        turn: turn.index,
        spans: [{ startMs: quietFrom, endMs: turn.startMs, label: 'silence', turns: [turn.index] }],
        measures: { silenceMs: turn.startMs - quietFrom },
      });
    }
    quietFrom = Math.max(quietFrom, turn.endMs);
  }
  return out;
};

const counted = (pattern: Extract<Pattern, { k: 'count' }>, trace: Trace): Occurrence[] => {
  const all = occurrencesOf(pattern.of, trace);
  for (let i = pattern.atLeast - 1; i < all.length; i++) {
    const first = all[i - pattern.atLeast + 1] as Occurrence;
    const nth = all[i] as Occurrence;
    if (pattern.perMs !== undefined && nth.startMs - first.startMs > pattern.perMs) continue;
    const members = all.slice(i - pattern.atLeast + 1, i + 1);
    const doubt = members.find((o) => o.doubt !== undefined)?.doubt;
    return [
      {
        ...nth,
        spans: members.flatMap((o) => o.spans),
        measures: { count: all.length },
        ...(doubt === undefined ? {} : { doubt }),
      },
    ];
  }
  return [];
};

const withinMods = (o: Occurrence, mods: Mods, trace: Trace): Occurrence[] => {
  if (!fieldsHold(o, { ...mods, where: mods.where.filter((w) => w.field !== 'rate') })) return [];
  const timeBound = mods.window !== undefined || mods.edge?.ms !== undefined;
  if (timeBound && !trace.timed && o.turn !== undefined) return [{ ...o, doubt: '没有时间' }];
  if (mods.window !== undefined && (o.endMs < mods.window[0] || o.startMs > mods.window[1])) return [];
  if (mods.edge === undefined) return [o];
  const { end, ms, turns } = mods.edge;
  if (ms !== undefined) return (end === 'first' ? o.startMs <= ms : o.endMs >= trace.endMs - ms) ? [o] : [];
  const place = end === 'first' ? (o.turn ?? 0) : trace.turns.length - 1 - (o.turn ?? 0);
  return place < (turns ?? 0) ? [o] : [];
};

const rawOccurrences = (pattern: Pattern, trace: Trace): Occurrence[] => {
  if (pattern.k === 'words') return wordOccurrences(pattern, trace);
  if (pattern.k === 'answers')
    return wholeTurns(
      pattern.roles,
      trace.turns.filter((turn) => pattern.polarity.includes(turn.polarity)),
    );
  if (pattern.k === 'speaks') return wholeTurns(pattern.roles, trace.turns);
  if (pattern.k === 'state') return stateOccurrences(pattern, trace);
  if (pattern.k === 'silence') return silences(pattern, trace);
  if (pattern.k === 'count') return counted(pattern, trace);
  if (pattern.k === 'or') return pattern.parts.flatMap((part) => occurrencesOf(part, trace));
  if (pattern.k === 'and') {
    const parts = pattern.parts.map((part) => occurrencesOf(part, trace));
    return parts.every((list) => list.length > 0) ? [latest(parts.map((list) => list[0] as Occurrence))] : [];
  }
  const facts = trace.points.filter(
    (f) => f.name === pattern.name && roleDoubt(pattern.roles, f.role ?? 'unknown') !== 'no',
  );
  if (pattern.name === 'interrupt' && !trace.names.has('interrupt')) return interruptions(pattern.roles, trace);
  return facts.map(pointOf);
};
const latest = (all: Occurrence[]): Occurrence => {
  const last = all.reduce((a, b) => (b.decidedMs > a.decidedMs ? b : a));
  return { ...last, spans: all.flatMap((o) => o.spans) };
};

/** All times that a pattern came true, in media order. */
export const occurrencesOf = (pattern: Pattern, trace: Trace): Occurrence[] => {
  const mods = 'mods' in pattern ? pattern.mods : undefined;
  const raw = rawOccurrences(pattern, trace);
  const kept = mods === undefined ? raw : raw.flatMap((o) => withinMods(o, mods, trace));
  return kept.sort((a, b) => a.startMs - b.startMs || (a.turn ?? 0) - (b.turn ?? 0));
};

/** Whether b comes after a, and within reach of it; `doubt` when only times could tell and there are none. */
export const follows = (
  a: Occurrence,
  b: Occurrence,
  place: { within?: { ms?: number; turns?: number }; timed: boolean },
): boolean | 'unknown' => {
  const both = a.turn !== undefined && b.turn !== undefined;
  const after = both
    ? (b.turn as number) > (a.turn as number) || (b.turn === a.turn && (b.char ?? 0) > (a.char ?? 0))
    : b.startMs >= a.startMs;
  if (!after) return false;
  if (place.within?.turns !== undefined && both) return (b.turn as number) - (a.turn as number) <= place.within.turns;
  if (place.within?.ms === undefined) return true;
  if (!place.timed) return 'unknown';
  return b.startMs - a.endMs <= place.within.ms;
};
