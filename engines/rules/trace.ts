import type { LabelHit } from '@mingjian/matching';
import { type Fact, inMediaOrder, type Role } from '@mingjian/timeline';
import { type Polarity, polarityOfFact } from './answer.ts';

/** One turn on the trace. Untimed turns stand at their index, in seconds, so that order survives. */
export type TraceTurn = {
  index: number;
  role: Role;
  text: string;
  startMs: number;
  endMs: number;
  fact: Fact;
  polarity: Polarity;
  hits: Map<string, LabelHit[]>;
};
export type Lasting = { name: string; startMs: number; endMs: number; open: boolean; fact: Fact };

/** Everything that rules may ask, in media order. */
export type Trace = {
  turns: TraceTurn[];
  timed: boolean;
  states: Lasting[];
  steps: Lasting[];
  points: Fact[];
  capabilities: Map<string, { available: boolean; reason?: string }>;
  names: Set<string>;
  endMs: number;
  closed: boolean;
  scope: 'full' | 'extract';
  fields: Record<string, unknown>;
  product?: string;
};
export type TraceOptions = Pick<Trace, 'scope' | 'fields' | 'closed' | 'timed'> & {
  endMs: number;
  product?: string;
  match(text: string): Map<string, LabelHit[]>;
};

/** Closes start/stop edges to intervals; one still open lasts to the end of what is known. */
const closeEdges = (facts: readonly Fact[], endMs: number): Lasting[] => {
  const open = new Map<string, Lasting>();
  const out: Lasting[] = [];
  for (const fact of facts) {
    const key = `${fact.name}/${fact.role ?? ''}/${fact.track ?? ''}`;
    if (fact.edge === 'stop') {
      const started = open.get(key);
      if (started !== undefined) Object.assign(started, { endMs: fact.t, open: false });
      open.delete(key);
      continue;
    }
    const isOpen = fact.edge === 'start' || fact.end === undefined;
    const lasting = {
      name: fact.name,
      startMs: fact.t,
      endMs: fact.end ?? Math.max(endMs, fact.t),
      open: isOpen,
      fact,
    };
    if (isOpen) open.set(key, lasting);
    out.push(lasting);
  }
  return out;
};

/** A fact that another one revises no longer counts. */
const standing = (facts: readonly Fact[]): Fact[] => {
  const revised = new Set(facts.flatMap((fact) => (fact.revises === undefined ? [] : [fact.revises])));
  return inMediaOrder(facts.filter((fact) => !revised.has(fact.id)));
};

/** A meaning detector's `label.score` fact (value = label, score ≥ 0.5) marks the whole turn in which it stands. */
const withMeanings = (turn: TraceTurn, scores: readonly Fact[]): TraceTurn => {
  const here = scores.filter((f) => f.t >= turn.startMs && f.t <= turn.endMs && (f.score ?? 0) >= 0.5);
  if (here.length === 0) return turn;
  const hits = new Map(turn.hits);
  for (const fact of here) {
    const hit = { start: 0, end: turn.text.length, text: turn.text, score: fact.score ?? 0 };
    hits.set(String(fact.value), [...(hits.get(String(fact.value)) ?? []), hit]);
  }
  return { ...turn, hits };
};

/** Builds the trace of the facts known so far. Pure: the same facts give the same trace, in whatever steps they came. */
export const buildTrace = (facts: readonly Fact[], options: TraceOptions): Trace => {
  const ordered = standing(facts);
  const scores = ordered.filter((fact) => fact.name === 'label.score');
  const turns = ordered
    .filter((fact) => fact.name === 'speech.text' && typeof fact.text === 'string')
    .map((fact, index) => ({
      index,
      role: fact.role ?? ('unknown' as Role),
      text: fact.text as string,
      startMs: fact.t,
      endMs: fact.end ?? fact.t,
      fact,
      polarity: polarityOfFact(fact),
      hits: options.match(fact.text as string),
    }))
    .map((turn) => withMeanings(turn, scores));
  const capabilities = new Map<string, { available: boolean; reason?: string }>();
  for (const fact of ordered.filter((f) => f.kind === 'capability')) {
    capabilities.set(fact.name, {
      available: fact.value === true,
      ...(fact.reason === undefined ? {} : { reason: fact.reason }),
    });
  }
  const last = Math.max(0, options.closed ? options.endMs : 0, ...ordered.map((fact) => fact.end ?? fact.t));
  return {
    turns,
    timed: options.timed,
    states: closeEdges(
      ordered.filter((fact) => fact.kind === 'state'),
      last,
    ),
    steps: closeEdges(
      ordered.filter((fact) => fact.kind === 'step'),
      last,
    ),
    points: ordered.filter((fact) => fact.kind === 'event' || fact.kind === 'measure'),
    capabilities,
    names: new Set(ordered.filter((fact) => fact.kind !== 'capability').map((fact) => fact.name)),
    endMs: last,
    closed: options.closed,
    scope: options.scope,
    fields: options.fields,
    ...(options.product === undefined ? {} : { product: options.product }),
  };
};
