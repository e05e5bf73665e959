import type { LabelHit } from '@mingjian/matching';
import type { Fact, Role, Word } from '@mingjian/timeline';
import { type Polarity, polarityOf } from './answer.ts';
import { type Occurrence, wordsInTurn } from './leaf.ts';
import type { Pattern } from './model.ts';
import type { Plan } from './plan.ts';

/** One turn on the trace. Untimed turns stand at their index, in seconds, so that order survives. */
export type TraceTurn = {
  index: number;
  /** How many turns of the same role came before it. */
  nth: number;
  role: Role;
  text: string;
  startMs: number;
  endMs: number;
  /** What the recogniser measured on the sound; else the words decide (`polarityOfTurn`). */
  polarity?: Polarity;
};
export type Lasting = { name: string; role?: Role; startMs: number; endMs: number; open: boolean; fact: Fact };
/** Quiet between one turn's end and the next one's start; the last one is open until somebody speaks. */
export type Gap = { fromMs: number; toMs: number; open: boolean; after: Role; before?: Role; turn: number };
export type Capability = { available: boolean; sinceMs: number; reason?: string };

/** Everything that rules may ask, in media order. It only grows: a fact once admitted never moves. */
export type Trace = {
  plan: Plan;
  turns: TraceTurn[];
  timed: boolean;
  states: Map<string, Lasting[]>;
  steps: Lasting[];
  /** Events and measures by name. */
  points: Map<string, Fact[]>;
  gaps: Gap[];
  capabilities: Map<string, Capability>;
  /** Meaning labels that a detector has looked for. */
  scored: Set<string>;
  names: Set<string>;
  /** Nothing that starts before this media time will come any more. */
  watermarkMs: number;
  endMs: number;
  closed: boolean;
  scope: 'full' | 'extract';
  fields: Record<string, unknown>;
  product?: string;
  /** Where each word clause of the plan came true, by its number there. */
  leaves: (Occurrence[] | undefined)[];
  /** Clauses that are worked out when somebody asks: how far they were, and what they found. */
  asked: Map<Pattern, { upTo: number; found: Occurrence[] }>;
};
export type TraceOptions = Pick<Trace, 'scope' | 'fields' | 'timed'> & { product?: string };

export const openTrace = (plan: Plan, options: TraceOptions): Trace => ({
  plan,
  turns: [],
  timed: options.timed,
  states: new Map(),
  steps: [],
  points: new Map(),
  gaps: [],
  capabilities: new Map(),
  scored: new Set(),
  names: new Set(),
  watermarkMs: Number.NEGATIVE_INFINITY,
  endMs: 0,
  closed: false,
  scope: options.scope,
  fields: options.fields,
  ...(options.product === undefined ? {} : { product: options.product }),
  leaves: [],
  asked: new Map(),
});

/** The polarity that the recogniser measured on the sound wins over the words. */
export const polarityOfTurn = (turn: TraceTurn): Polarity => {
  turn.polarity ??= polarityOf(turn.text);
  return turn.polarity;
};

const measuredPolarity = (fact: Fact): Polarity | undefined => {
  if (fact.polarity === 'yes' || fact.polarity === 'no') return fact.polarity;
  return fact.polarity === 'unclear' ? 'vague' : undefined;
};

/** Start/stop edges become intervals; one still open lasts to the end of what is known. */
const admitLasting = (list: Lasting[], fact: Fact): void => {
  const track = fact.track ?? '';
  if (fact.edge === 'stop') {
    const started = list.findLast(
      (s) => s.open && s.name === fact.name && s.role === fact.role && (s.fact.track ?? '') === track,
    );
    if (started !== undefined) Object.assign(started, { endMs: fact.t, open: false });
    return;
  }
  const open = fact.edge === 'start' || fact.end === undefined;
  const role = fact.role === undefined ? {} : { role: fact.role };
  list.push({ name: fact.name, ...role, startMs: fact.t, endMs: fact.end ?? fact.t, open, fact });
};

/** End of a lasting thing as far as is known. */
export const endOfLasting = (lasting: Lasting, trace: Trace): number =>
  lasting.open ? Math.max(lasting.startMs, trace.closed ? trace.endMs : trace.watermarkMs) : lasting.endMs;

const admitGap = (trace: Trace, turn: TraceTurn): void => {
  const last = trace.gaps.at(-1);
  if (last?.open === true) {
    if (turn.startMs <= last.fromMs) trace.gaps.pop();
    else Object.assign(last, { toMs: turn.startMs, open: false, before: turn.role, turn: turn.index });
  }
  const fromMs = Math.max(turn.endMs, last?.fromMs ?? 0);
  const after = fromMs === turn.endMs || last === undefined ? turn.role : last.after;
  trace.gaps.push({ fromMs, toMs: fromMs, open: true, after, turn: turn.index });
};

/** Labels found in a turn: the plan's matcher for words, `label.score` facts for meanings. */
const hitsOf = (trace: Trace, text: string, scores: readonly Fact[]): Map<string, LabelHit[]> => {
  const hits = trace.plan.match(text);
  if (scores.length === 0) return hits;
  const both = new Map(hits);
  for (const fact of scores) {
    for (const { label, atLeast } of trace.plan.meanings.get(String(fact.value)) ?? []) {
      const score = fact.score ?? 0;
      if (score >= atLeast) both.set(label, [...(both.get(label) ?? []), { start: 0, end: text.length, text, score }]);
    }
  }
  return both;
};

const admitTurn = (trace: Trace, fact: Fact, scores: readonly Fact[]): number[] => {
  const role = fact.role ?? 'unknown';
  let nth = 0;
  for (let i = trace.turns.length - 1; i >= 0; i--) {
    const before = trace.turns[i] as TraceTurn;
    if (before.role !== role) continue;
    nth = before.nth + 1;
    break;
  }
  const polarity = measuredPolarity(fact);
  const turn: TraceTurn = {
    index: trace.turns.length,
    nth,
    role,
    text: fact.text as string,
    startMs: fact.t,
    endMs: fact.end ?? fact.t,
    ...(polarity === undefined ? {} : { polarity }),
  };
  trace.turns.push(turn);
  if (trace.timed) admitGap(trace, turn);
  return admitWords(trace, turn, { hits: hitsOf(trace, turn.text, scores), words: fact.words });
};

/** Evaluates the word clauses that the hits of this turn can make true; gives the numbers of those that came true. */
const admitWords = (
  trace: Trace,
  turn: TraceTurn,
  heard: { hits: Map<string, LabelHit[]>; words: Word[] | undefined },
): number[] => {
  const done = new Set<number>();
  const came: number[] = [];
  for (const label of heard.hits.keys()) {
    for (const leaf of trace.plan.leavesOfLabel.get(label) ?? []) {
      if (done.has(leaf)) continue;
      done.add(leaf);
      const found = wordsInTurn(trace.plan.leaves[leaf] as Plan['leaves'][number], turn, {
        ...heard,
        timed: trace.timed,
      });
      if (found === undefined) continue;
      const list = trace.leaves[leaf];
      if (list === undefined) trace.leaves[leaf] = [found];
      else list.push(found);
      came.push(leaf);
    }
  }
  return came;
};

/** What a fact touched, so that only the rules that read it are judged again. */
export type Touched = { leaves: number[]; name?: string; turn: boolean };

/**
 * Admits one fact; the caller feeds them in media order. `scores` are the `label.score` facts of an utterance.
 * Capability facts say what could not be measured, from their time on.
 */
export const admit = (trace: Trace, fact: Fact, scores: readonly Fact[] = []): Touched => {
  trace.endMs = Math.max(trace.endMs, fact.end ?? fact.t);
  if (fact.kind === 'capability') {
    const reason = fact.reason === undefined ? {} : { reason: fact.reason };
    trace.capabilities.set(fact.name, { available: fact.value === true, sinceMs: fact.t, ...reason });
    if (fact.value === true && Array.isArray(fact.labels))
      for (const label of fact.labels) trace.scored.add(String(label));
    return { leaves: [], name: fact.name, turn: false };
  }
  trace.names.add(fact.name);
  if (fact.name === 'speech.text' && typeof fact.text === 'string') {
    for (const score of scores) trace.scored.add(String(score.value));
    return { leaves: admitTurn(trace, fact, scores), turn: true };
  }
  if (fact.kind === 'state') {
    const list = trace.states.get(fact.name);
    if (list === undefined) trace.states.set(fact.name, []);
    admitLasting(trace.states.get(fact.name) as Lasting[], fact);
  } else if (fact.kind === 'step') admitLasting(trace.steps, fact);
  else {
    const list = trace.points.get(fact.name);
    if (list === undefined) trace.points.set(fact.name, [fact]);
    else list.push(fact);
  }
  return { leaves: [], name: fact.kind === 'step' ? 'step' : fact.name, turn: false };
};
