import type { Fact } from '@mingjian/timeline';
import fc from 'fast-check';

/** Random sessions for the tests of the engine: words of two speakers with lags and overlaps, and what is seen beside them. */
export const packSource = `
pack: random@1.0.0
labels:
  promise: {any: [保本]}
  yes: {any: [清楚]}
  notice: {fuzzy: [本产品不保证本金和收益]}
  bye: {any: [再见]}
  slip: {any: [说错了]}
  sure: {like: reassure}
rules:
  - {id: forbid, forbid: "agent says promise"}
  - {id: asserts, forbid: "agent asserts promise"}
  - {id: excuse, forbid: "agent says promise", unless: "agent says slip within 2 turns"}
  - {id: excuseMs, forbid: "agent says promise", unless: "agent says slip within 3s"}
  - {id: excusedBefore, forbid: "agent says promise", unless: "customer says slip within 2 turns before"}
  - {id: answered, after: "agent says notice", require: "customer says yes within 5s", at_least_once: true}
  - {id: answeredTurns, after: "agent says promise", require: "customer answers yes within 2 turns"}
  - {id: anyAnswered, after: "agent says promise", anchors: any, require: "customer answers yes within 1 turns"}
  - {id: firstOnly, after: "agent says promise", anchors: first, require: "customer speaks within 1 turns"}
  - {id: sameTurn, after: "agent says promise", forbid: "agent says yes within same turn"}
  - {id: window, require: "agent says yes in [0s, 4s]"}
  - {id: windowExcused, require: "agent says yes in [0s, 4s]", unless: "customer says bye"}
  - {id: firstTurns, require: "agent says yes in first 2 turns of agent"}
  - {id: last, require: "agent says bye in last 2 turns", severity: minor}
  - {id: state, forbid: "state face.out for > 3s"}
  - {id: stateInStep, forbid: "state face.out for > 1s during step(sign)"}
  - {id: saidInStep, forbid: "agent says promise during step(sign)"}
  - {id: before, before: "agent says promise", require: "agent says notice"}
  - {id: tooEarly, before: "agent says notice", forbid: "agent says promise"}
  - {id: count, forbid: "count(agent says promise) >= 2"}
  - {id: countPer, forbid: "count(agent says promise or customer says slip) >= 2 per 6s"}
  - {id: silence, forbid: "silence > 4s unless step(sign)", severity: minor}
  - {id: response, forbid: "silence > 2s after customer before agent", severity: minor}
  - {id: interrupt, forbid: "event interrupt by agent"}
  - {id: afterForbid, after: "customer says slip", forbid: "agent says promise within 3s"}
  - {id: sequence, forbid: "agent says promise then customer says slip within 2 turns then agent speaks within 1 turns"}
  - {id: both, forbid: "agent says promise and customer says slip"}
  - {id: without, forbid: "agent says promise and not agent says slip within 2 turns"}
  - {id: covers, require: "agent covers (promise, yes, bye) >= 2"}
  - {id: repeats, forbid: "agent repeats >= 2"}
  - {id: emotion, after: "event emotion by customer where score >= 0.7", require: "agent says slip within 4s"}
  - {id: overall, forbid: "overall turns(agent) >= 3"}
  - {id: meaning, forbid: "agent says sure"}
  - {id: record, forbid: "fields amount > 5"}
`;

export type Step = {
  gapMs: number;
  lengthMs: number;
  /** How long after the words the other thing happens. */
  delayMs: number;
  text: string;
  role: 'agent' | 'customer';
  beside: number;
  lagMs: number;
};
export type Given = { fact: Fact; deliveredMs: number };

const words = [
  '这个保本',
  '清楚',
  '本产品不保证本金和收益',
  '再见',
  '说错了',
  '你好',
  '保本清楚',
  '不保本吧',
  '您放心放心再放心',
];
/** Half seconds, so that limits of whole seconds are met exactly now and then. */
const halves = (from: number, to: number) => fc.integer({ min: from, max: to }).map((n) => n * 500);
const step = fc.record({
  gapMs: halves(-3, 12),
  lengthMs: halves(0, 8),
  delayMs: halves(0, 10),
  text: fc.constantFrom(...words),
  role: fc.constantFrom('agent' as const, 'customer' as const),
  beside: fc.nat(24),
  lagMs: fc.nat(1500),
});
export const steps = fc.array(step, { minLength: 1, maxLength: 10 });

type Bare = Omit<Fact, 'id' | 'seq' | 'source' | 'detector'>;
const base = { source: 'server' as const, detector: 'test' };

/** Something seen beside the words: edges, steps, feelings, scores, a sense that fails or comes back. */
const besides = (s: Step, at: { t: number; i: number }): Bare[] => {
  const t = at.t + s.delayMs;
  const choices: Bare[] = [
    { t, kind: 'state', name: 'face.out', edge: 'start' },
    { t, kind: 'state', name: 'face.out', edge: 'stop' },
    { t, kind: 'step', name: 'sign', edge: 'start' },
    { t, kind: 'step', name: 'sign', edge: 'stop' },
    { t, kind: 'event', name: 'emotion', role: 'customer', score: (at.i % 10) / 10 },
    { t, kind: 'capability', name: 'face.detect', value: at.i % 2 === 0 },
    { t: at.t - s.lengthMs, kind: 'event', name: 'label.score', role: s.role, value: 'reassure', score: 0.8 },
    { t, kind: 'state', name: 'face.out', end: t + 2500 },
  ];
  const one = choices[s.beside];
  return one === undefined ? [] : [one];
};

/** The facts of a random session and when each is delivered. */
export const factsOf = (given: readonly Step[]): Given[] => {
  let t = 2000;
  let seq = 0;
  return given.flatMap((s, i) => {
    const startMs = Math.max(0, t + s.gapMs);
    t = startMs + s.lengthMs;
    const said: Fact = {
      ...base,
      id: `s${i}`,
      seq: seq++,
      t: startMs,
      end: t,
      kind: 'utterance',
      name: 'speech.text',
      role: s.role,
      text: s.text,
    };
    const rest = besides(s, { t, i }).map((fact): Fact => ({ ...base, ...fact, id: `x${i}`, seq: seq++ }) as Fact);
    return [said, ...rest].map((fact) => ({ fact, deliveredMs: (fact.end ?? fact.t) + s.lagMs }));
  });
};
