import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Fact } from '@mingjian/timeline';
import fc from 'fast-check';
import { compilePack, type Finding, openEvaluation } from './index.ts';

const source = `
pack: live@1.0.0
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
const result = compilePack(source, { file: 'live.yaml' });
assert.ok(result.ok, JSON.stringify(result));
const { pack } = result;

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
const step = fc.record({
  gapMs: fc.integer({ min: -1500, max: 6000 }),
  lengthMs: fc.nat(4000),
  text: fc.constantFrom(...words),
  role: fc.constantFrom('agent' as const, 'customer' as const),
  beside: fc.nat(24),
  lagMs: fc.nat(1500),
});
type Step = {
  gapMs: number;
  lengthMs: number;
  text: string;
  role: 'agent' | 'customer';
  beside: number;
  lagMs: number;
};

const base = { source: 'server' as const, detector: 'test' };
/** Something seen beside the words: edges, steps, feelings, scores, a sense that fails or comes back. */
const besides = (
  s: Step,
  at: { t: number; i: number; seq: number },
): Omit<Fact, 'id' | 'seq' | 'source' | 'detector'>[] => {
  const { t } = at;
  const edges: Omit<Fact, 'id' | 'seq' | 'source' | 'detector'>[] = [
    { t, kind: 'state', name: 'face.out', edge: 'start' },
    { t, kind: 'state', name: 'face.out', edge: 'stop' },
    { t, kind: 'step', name: 'sign', edge: 'start' },
    { t, kind: 'step', name: 'sign', edge: 'stop' },
    { t, kind: 'event', name: 'emotion', role: 'customer', score: (at.i % 10) / 10 },
    { t, kind: 'capability', name: 'face.detect', value: at.i % 2 === 0 },
    { t: t - s.lengthMs, kind: 'event', name: 'label.score', role: s.role, value: 'reassure', score: 0.8 },
    { t, kind: 'state', name: 'face.out', end: t + 2500 },
  ];
  const one = edges[s.beside];
  return one === undefined ? [] : [one];
};
const factsOf = (steps: Step[]): { fact: Fact; deliveredMs: number }[] => {
  let t = 2000;
  let seq = 0;
  return steps.flatMap((s, i) => {
    t = Math.max(0, t + s.gapMs);
    const startMs = t;
    t += s.lengthMs;
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
    const rest = besides(s, { t, i, seq }).map((fact): Fact => ({ ...base, ...fact, id: `x${i}`, seq: seq++ }) as Fact);
    return [said, ...rest].map((fact) => ({ fact, deliveredMs: (fact.end ?? fact.t) + s.lagMs }));
  });
};

const told = (f: Finding) => [
  f.id,
  f.verdict,
  f.decidedAtMs,
  f.spans[0]?.startMs,
  f.spans.length,
  f.reason,
  f.missing?.nearest?.turn,
];

/** Feeds facts as they are delivered; the watermark is the earliest start of anything that has not come. */
const live = (given: { fact: Fact; deliveredMs: number }[], endMs: number): { shown: Finding[]; final: Finding[] } => {
  const evaluation = openEvaluation([pack], { fields: { amount: 9 } });
  const order = [...given].sort((a, b) => a.deliveredMs - b.deliveredMs);
  const shown: Finding[] = [];
  order.forEach(({ fact, deliveredMs }, i) => {
    evaluation.push(fact);
    const open = order.slice(i + 1).map((later) => later.fact.t);
    shown.push(...evaluation.tick(Math.min(deliveredMs, ...open)));
  });
  assert.deepEqual(evaluation.findings(), shown);
  evaluation.close(endMs);
  return { shown, final: evaluation.findings() };
};

test('live equals batch: 10,000 random conversations with lags, overlaps, edges, steps and failing senses', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 10 }), fc.nat(9000), (steps, tailMs) => {
      const given = factsOf(steps);
      const endMs = Math.max(...given.map(({ fact }) => fact.end ?? fact.t)) + 1500 + tailMs;
      const { shown, final } = live(given, endMs);
      const batch = openEvaluation([pack], { fields: { amount: 9 } });
      for (const { fact } of [...given].reverse()) batch.push(fact);
      batch.close(endMs);
      assert.deepEqual(final, batch.findings());
      for (const finding of shown) {
        const stands = final.find((f) => f.id === finding.id);
        assert.deepEqual(told(finding), stands && told(stands), `${finding.id} was shown live and did not stand`);
      }
    }),
    { numRuns: 10_000, seed: 11 },
  );
});

const say = (id: string, t: number, text: string, rest: Partial<Fact> = {}): Fact => ({
  ...base,
  id,
  seq: Number(id.slice(1)),
  t,
  end: t + 1000,
  kind: 'utterance',
  name: 'speech.text',
  role: 'agent',
  text,
  ...rest,
});
const only = (rule: string) => [{ ...pack, rules: pack.rules.filter((r) => r.id === rule) }];

test('a correction before the watermark replaces; a later one asks for a new run', () => {
  const evaluation = openEvaluation(only('forbid'));
  evaluation.push(say('a0', 1000, '这个保本'));
  assert.equal(evaluation.push(say('a1', 1000, '这个不好', { revises: 'a0' })), 'replaced');
  assert.deepEqual(evaluation.tick(5000), []);
  assert.equal(evaluation.isStale(), false);
  assert.equal(evaluation.push(say('a2', 1000, '这个保本', { revises: 'a1' })), 'late');
  assert.equal(evaluation.push(say('a3', 2000, '保本')), 'late');
  assert.equal(evaluation.isStale(), true);
});
test('a partial lights a hint and never a verdict', () => {
  const evaluation = openEvaluation(only('forbid'));
  const hints = evaluation.hints(say('a0', 1000, '这个保', { name: 'speech.partial', text: '这个保本' }));
  assert.deepEqual(
    hints.map((h) => [h.rule, h.promises, h.text]),
    [['forbid', 'violated', '保本']],
  );
  assert.deepEqual(evaluation.tick(9000), []);
  evaluation.close(9000);
  assert.notEqual(evaluation.findings()[0]?.verdict, 'violated');
});
test('"for > 3s" fires at three seconds, not when the state ends', () => {
  const evaluation = openEvaluation(only('state'));
  evaluation.push({ ...base, id: 'c', seq: 0, t: 0, kind: 'capability', name: 'face.detect', value: true });
  evaluation.push({ ...base, id: 's', seq: 1, t: 1000, kind: 'state', name: 'face.out', edge: 'start' });
  assert.deepEqual(evaluation.tick(4000), []);
  assert.deepEqual(
    evaluation.tick(4001).map((f) => [f.verdict, f.decidedAtMs]),
    [['violated', 4000]],
  );
});
test('a forbidden sentence is told as soon as its turn is known, though the other speaker goes on', () => {
  const evaluation = openEvaluation(only('forbid'));
  evaluation.push(say('a0', 1000, '这个保本'));
  assert.equal(evaluation.tick(1001).length, 1);
});
