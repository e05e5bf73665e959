import type { Fact, Role } from '@mingjian/timeline';
import { compare } from './expression.ts';
import { inFixedPlace, inTurn, type Occurrence, type PhraseHit, roleFits, withTurnMeasures } from './leaf.ts';
import type { Edge, LabelExpr, Mods, Pattern } from './model.ts';
import { overallOccurrence } from './overall.ts';
import { quantityOccurrences } from './read-back.ts';
import { repetitions } from './repetition.ts';
import { endOfLasting, type Lasting, polarityOfTurn, type Trace, type TraceTurn } from './trace.ts';

export type { Occurrence } from './leaf.ts';

const none: Occurrence[] = [];
const byPlace = (a: Occurrence, b: Occurrence): number =>
  a.turn !== undefined && b.turn !== undefined && a.turn !== b.turn ? a.turn - b.turn : a.startMs - b.startMs;

/** Clauses that need every turn: worked out when asked, remembered as far as they got. */
const perTurn = (pattern: Pattern, trace: Trace, of: (turn: TraceTurn) => Occurrence | undefined): Occurrence[] => {
  let memo = trace.asked.get(pattern);
  if (memo === undefined) {
    memo = { upTo: 0, found: [] };
    trace.asked.set(pattern, memo);
  }
  for (; memo.upTo < trace.turns.length; memo.upTo++) {
    const found = of(trace.turns[memo.upTo] as TraceTurn);
    if (found !== undefined) memo.found.push(found);
  }
  return memo.found;
};

const wholeTurn = (
  turn: TraceTurn,
  how: { roles: readonly Role[]; mods: Mods; timed: boolean },
): Occurrence | undefined => {
  if (roleFits(how.roles, turn.role) === 'no') return undefined;
  const whole: PhraseHit = { start: 0, end: turn.text.length, score: 1, label: 'turn' };
  const measured = withTurnMeasures(inTurn(turn, whole, how), turn, how);
  return measured === undefined ? undefined : inFixedPlace(measured, turn, how);
};

/** Back-channels under 0.3 s and of up to three characters do not interrupt. */
const interruption = (turn: TraceTurn, roles: readonly Role[], trace: Trace): Occurrence | undefined => {
  const before = trace.turns[turn.index - 1];
  if (!trace.timed || before === undefined || before.role === turn.role) return undefined;
  const overlapMs = before.endMs - turn.startMs;
  if (overlapMs < 300 || turn.text.replaceAll(/\p{P}/gu, '').length <= 3) return undefined;
  const found = wholeTurn(turn, { roles, mods: { where: [] }, timed: true });
  return found === undefined ? undefined : { ...found, measures: { overlapMs } };
};

const pointOf = (fact: Fact): Occurrence => {
  const endMs = fact.end ?? fact.t;
  const role = fact.role === undefined ? {} : { role: fact.role };
  return {
    startMs: fact.t,
    endMs,
    decidedMs: endMs,
    spans: [{ startMs: fact.t, endMs, label: fact.name, ...role }],
    ...(fact.score === undefined ? {} : { score: fact.score }),
    measures: { ...(typeof fact.value === 'number' ? { value: fact.value } : {}), ...fact.measures },
  };
};
const pointOccurrences = (pattern: Extract<Pattern, { k: 'event' | 'measure' }>, trace: Trace): Occurrence[] => {
  if (pattern.name === 'interrupt' && !trace.names.has('interrupt'))
    return perTurn(pattern, trace, (turn) => interruption(turn, pattern.roles, trace)).filter((o) =>
      fieldsHold(o, pattern.mods),
    );
  const facts = trace.points.get(pattern.name);
  if (facts === undefined) return none;
  return facts
    .filter((f) => roleFits(pattern.roles, f.role ?? 'unknown') !== 'no')
    .map(pointOf)
    .filter((o) => fieldsHold(o, pattern.mods));
};
const fieldsHold = (o: Occurrence, mods: Mods): boolean =>
  mods.where.every((w) => {
    const value = w.field === 'score' ? o.score : o.measures?.[w.field];
    return value !== undefined && compare(value, w.op, w.value);
  });

const overlap = (a: Lasting, b: Lasting, trace: Trace): { fromMs: number; toMs: number } => ({
  fromMs: Math.max(a.startMs, b.startMs),
  toMs: Math.min(endOfLasting(a, trace), endOfLasting(b, trace)),
});
const stateOccurrences = (pattern: Extract<Pattern, { k: 'state' }>, trace: Trace): Occurrence[] => {
  const steps = pattern.duringStep === undefined ? undefined : trace.steps.filter((s) => s.name === pattern.duringStep);
  const out: Occurrence[] = [];
  for (const s of trace.states.get(pattern.name) ?? []) {
    if (pattern.roles.length > 0 && s.role !== undefined && !pattern.roles.includes(s.role)) continue;
    const stretches = steps?.map((step) => overlap(s, step, trace)) ?? [
      { fromMs: s.startMs, toMs: endOfLasting(s, trace) },
    ];
    for (const { fromMs, toMs } of stretches) {
      const long = toMs - fromMs > pattern.overMs || (pattern.overMs === 0 && toMs >= fromMs);
      if (!long) continue;
      const span = { startMs: fromMs, endMs: toMs, label: pattern.name };
      const found = {
        ...pointOf(s.fact),
        startMs: fromMs,
        endMs: toMs,
        decidedMs: fromMs + pattern.overMs,
        spans: [span],
      };
      if (fieldsHold(found, pattern.mods)) out.push(found);
    }
  }
  // In the order of their beginnings, so that an occurrence keeps its number when later steps and states come.
  return out.sort((a, b) => a.startMs - b.startMs);
};
const stepOccurrences = (pattern: Extract<Pattern, { k: 'step' }>, trace: Trace): Occurrence[] =>
  trace.steps
    .filter((s) => s.name === pattern.name)
    .map((s) => ({ ...pointOf(s.fact), endMs: endOfLasting(s, trace), decidedMs: s.startMs }));

const isExcusedBy = (trace: Trace, names: readonly string[], gap: { fromMs: number; byMs: number }): boolean =>
  trace.steps.some((s) => names.includes(s.name) && s.startMs < gap.byMs && endOfLasting(s, trace) > gap.fromMs);

const silences = (pattern: Extract<Pattern, { k: 'silence' }>, trace: Trace): Occurrence[] => {
  const out: Occurrence[] = [];
  for (const gap of trace.gaps) {
    const toMs = gap.open ? (trace.closed ? trace.endMs : trace.watermarkMs) : gap.toMs;
    const dueMs = gap.fromMs + pattern.overMs;
    if (toMs <= dueMs || roleFits(pattern.after, gap.after) === 'no') continue;
    if (pattern.before.length > 0 && (gap.before === undefined || roleFits(pattern.before, gap.before) === 'no'))
      continue;
    if (isExcusedBy(trace, pattern.exceptSteps, { fromMs: gap.fromMs, byMs: dueMs })) continue;
    out.push({
      startMs: gap.fromMs,
      endMs: toMs,
      decidedMs: pattern.before.length > 0 ? toMs : dueMs,
      turn: gap.turn,
      spans: [{ startMs: gap.fromMs, endMs: toMs, label: 'silence', turns: [gap.turn] }],
      measures: { silenceMs: toMs - gap.fromMs },
    });
  }
  return out;
};

const joined = (members: readonly Occurrence[]): Occurrence => {
  const last = members.reduce((a, b) => (b.decidedMs > a.decidedMs ? b : a));
  const doubt = members.find((o) => o.doubt !== undefined)?.doubt;
  return { ...last, spans: members.flatMap((o) => o.spans), ...(doubt === undefined ? {} : { doubt }) };
};

/** The nth time, once: where n of them lie within the window. */
const counted = (pattern: Extract<Pattern, { k: 'count' }>, trace: Trace): Occurrence[] => {
  const all = occurrencesOf(pattern.of, trace);
  for (let i = pattern.atLeast - 1; i < all.length; i++) {
    const members = all.slice(i - pattern.atLeast + 1, i + 1);
    const first = members[0] as Occurrence;
    const nth = members.at(-1) as Occurrence;
    if (pattern.perMs !== undefined && nth.startMs - first.startMs > pattern.perMs) continue;
    return [{ ...joined(members), ...place(nth), measures: { count: pattern.atLeast } }];
  }
  return none;
};
const place = (
  o: Occurrence,
): Pick<Occurrence, 'startMs' | 'endMs' | 'decidedMs'> & { turn?: number; char?: number } => ({
  startMs: o.startMs,
  endMs: o.endMs,
  decidedMs: o.decidedMs,
  ...(o.turn === undefined ? {} : { turn: o.turn }),
  ...(o.char === undefined ? {} : { char: o.char }),
});

/** Each first step with the nearest next ones; a later step's `within` is measured from the one before it. */
const sequences = (steps: readonly Pattern[], trace: Trace): Occurrence[] => {
  let open = occurrencesOf(steps[0] as Pattern, trace).map((o) => [o]);
  for (const step of steps.slice(1)) {
    if (open.length === 0) return none;
    const next = occurrencesOf(step, trace);
    const within = 'mods' in step ? step.mods.within : undefined;
    open = open.flatMap((members) => {
      const last = members.at(-1) as Occurrence;
      const fits = next.map((o) => ({
        o,
        f: follows(last, o, { timed: trace.timed, ...(within === undefined ? {} : { within }) }),
      }));
      const best = fits.find(({ f }) => f === true) ?? fits.find(({ f }) => f === 'unknown');
      if (best === undefined) return [];
      return [[...members, best.f === 'unknown' ? { ...best.o, doubt: '没有时间' } : best.o]];
    });
  }
  return open.map((members) => ({ ...joined(members), ...place(members.at(-1) as Occurrence) }));
};

/** All positive parts came; parts with `not` must not come, near the last positive one when they have a `within`. */
const together = (parts: readonly Pattern[], trace: Trace): Occurrence[] => {
  const firsts: Occurrence[] = [];
  for (const part of parts) {
    if (part.k === 'not') continue;
    const [first] = occurrencesOf(part, trace);
    if (first === undefined) return none;
    firsts.push(first);
  }
  const both = joined(firsts);
  for (const part of parts) {
    if (part.k !== 'not') continue;
    const within = 'mods' in part.part ? part.part.mods.within : undefined;
    const broken = occurrencesOf(part.part, trace).some((o) =>
      within === undefined ? true : reaches(both, o, { timed: trace.timed, within }) !== false,
    );
    if (broken) return none;
    const until = within === undefined ? Number.POSITIVE_INFINITY : reachEnd(both, within, trace);
    if (!trace.closed && until >= trace.watermarkMs) return none;
    both.decidedMs = Math.max(both.decidedMs, Math.min(until, trace.closed ? trace.endMs : until));
  }
  return [both];
};

const coverage = (pattern: Extract<Pattern, { k: 'covers' }>, trace: Trace): Occurrence[] => {
  const firsts: Occurrence[] = [];
  for (const point of pattern.points) {
    const last = firsts.at(-1);
    const found = leafOccurrences(point, trace).find(
      (o) => !pattern.inOrder || last === undefined || byPlace(last, o) <= 0,
    );
    if (found !== undefined) firsts.push(found);
  }
  if (firsts.length < pattern.atLeast) return none;
  const ordered = [...firsts].sort(byPlace);
  const nth = ordered[pattern.atLeast - 1] as Occurrence;
  return [
    {
      ...joined(ordered.slice(0, pattern.atLeast)),
      ...place(nth),
      measures: { pointsCovered: pattern.atLeast, pointsAsked: pattern.points.length },
    },
  ];
};

const leafOccurrences = (key: Pattern | LabelExpr, trace: Trace): Occurrence[] => {
  const number = trace.plan.leafOf.get(key);
  return number === undefined ? none : (trace.leaves[number] ?? none);
};

const rawOccurrences = (pattern: Pattern, trace: Trace): Occurrence[] => {
  switch (pattern.k) {
    case 'words':
      return leafOccurrences(pattern, trace);
    case 'answers':
      return perTurn(pattern, trace, (turn) =>
        roleFits(pattern.roles, turn.role) !== 'no' && pattern.polarity.includes(polarityOfTurn(turn))
          ? wholeTurn(turn, { roles: pattern.roles, mods: pattern.mods, timed: trace.timed })
          : undefined,
      );
    case 'speaks':
      return perTurn(pattern, trace, (turn) =>
        wholeTurn(turn, { roles: pattern.roles, mods: pattern.mods, timed: trace.timed }),
      );
    case 'states':
      return quantityOccurrences(pattern, trace, perTurn);
    case 'repeats':
      return perTurn(pattern, trace, repetitions(pattern, trace));
    case 'covers':
      return coverage(pattern, trace);
    case 'state':
      return stateOccurrences(pattern, trace);
    case 'step':
      return stepOccurrences(pattern, trace);
    case 'silence':
      return silences(pattern, trace);
    case 'overall':
      return overallOccurrence(pattern, trace);
    case 'count':
      return counted(pattern, trace);
    case 'then':
      return sequences(pattern.steps, trace);
    case 'or':
      return pattern.parts.flatMap((part) => occurrencesOf(part, trace)).sort(byPlace);
    case 'and':
      return together(pattern.parts, trace);
    case 'not':
      return none;
    default:
      return pointOccurrences(pattern, trace);
  }
};

const inLast = (o: Occurrence, edge: Edge, trace: Trace): boolean => {
  if (edge.share !== undefined) {
    const limit = edge.share * trace.endMs;
    return edge.end === 'first' ? o.startMs <= limit : o.endMs >= trace.endMs - limit;
  }
  if (edge.ms !== undefined) return o.endMs >= trace.endMs - edge.ms;
  const turn = trace.turns[o.turn ?? -1];
  if (turn === undefined) return false;
  if (edge.of === undefined) return trace.turns.length - 1 - turn.index < (edge.turns ?? 0);
  const last = trace.turns.findLast((t) => t.role === edge.of);
  return turn.role === edge.of && (last?.nth ?? 0) - turn.nth < (edge.turns ?? 0);
};

/** Places that need the whole recording (`in last …`, a share of it) or the business steps. */
const inOpenPlace = (o: Occurrence, mods: Mods, trace: Trace): Occurrence[] => {
  if (mods.during !== undefined && !isExcusedBy(trace, mods.during, { fromMs: o.startMs - 1, byMs: o.endMs + 1 }))
    return [];
  const { edge } = mods;
  if (edge === undefined || (edge.end === 'first' && edge.share === undefined)) return [o];
  if ((edge.ms !== undefined || edge.share !== undefined) && !trace.timed && o.turn !== undefined)
    return [{ ...o, doubt: '没有时间' }];
  return inLast(o, edge, trace) ? [o] : [];
};
const hasOpenPlace = (mods: Mods): boolean =>
  mods.during !== undefined || mods.edge?.end === 'last' || mods.edge?.share !== undefined;

/** Facts and counts with a place from the start; word clauses had theirs judged when the turn came. */
const inPlace = (o: Occurrence, mods: Mods, trace: Trace): boolean => {
  if (mods.window !== undefined && (o.endMs < mods.window[0] || o.startMs > mods.window[1])) return false;
  return !(mods.edge?.end === 'first' && mods.edge.ms !== undefined && o.startMs > mods.edge.ms) || !trace.timed;
};

const turnKinds = new Set(['words', 'answers', 'speaks', 'states', 'repeats']);

/** All times that a pattern came true, in the order of the recording. Lists belong to the trace: do not change them. */
export const occurrencesOf = (pattern: Pattern, trace: Trace): Occurrence[] => {
  const raw = rawOccurrences(pattern, trace);
  if (raw.length === 0 || !('mods' in pattern)) return raw;
  const { mods } = pattern;
  const placed = turnKinds.has(pattern.k) ? raw : raw.filter((o) => inPlace(o, mods, trace));
  return hasOpenPlace(mods) ? placed.flatMap((o) => inOpenPlace(o, mods, trace)) : placed;
};

type Reaching = { within?: { ms?: number; turns?: number; before?: boolean }; timed: boolean };

/** Whether b comes after a (or, with `before`, ahead of it) and within reach; `unknown` when only times could tell. */
export const reaches = (a: Occurrence, b: Occurrence, how: Reaching): boolean | 'unknown' =>
  how.within?.before === true ? follows(b, a, how) : follows(a, b, how);

/** Whether b comes after a, and within reach of it. */
export const follows = (a: Occurrence, b: Occurrence, how: Reaching): boolean | 'unknown' => {
  const both = a.turn !== undefined && b.turn !== undefined;
  const after = both
    ? (b.turn as number) > (a.turn as number) || (b.turn === a.turn && (b.char ?? 0) > (a.char ?? 0))
    : b.startMs >= a.startMs;
  if (!after) return false;
  if (how.within?.turns !== undefined && both) return (b.turn as number) - (a.turn as number) <= how.within.turns;
  if (how.within?.ms === undefined) return true;
  if (!how.timed) return 'unknown';
  return b.startMs - a.endMs <= how.within.ms;
};

/** Until when something may still come within reach of an occurrence, ms; Infinity when the last turn of the reach has not come. */
export const reachEnd = (o: Occurrence, within: { ms?: number; turns?: number }, trace: Trace): number => {
  if (within.ms !== undefined) return o.endMs + within.ms;
  return trace.turns[(o.turn ?? 0) + (within.turns ?? 0)]?.endMs ?? Number.POSITIVE_INFINITY;
};
