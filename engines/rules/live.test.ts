import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Fact } from '@mingjian/timeline';
import fc from 'fast-check';
import { compilePack, type Finding, openEvaluation } from './index.ts';
import { factsOf, type Given, packSource, steps } from './testing/random-session.ts';

const result = compilePack(packSource, { file: 'live.yaml' });
assert.ok(result.ok, JSON.stringify(result));
const { pack } = result;

const base = { source: 'server' as const, detector: 'test' };
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
const live = (given: Given[], endMs: number): { shown: Finding[]; final: Finding[] } => {
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
    fc.property(steps, fc.nat(9000), (drawn, tailMs) => {
      const given = factsOf(drawn);
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
test('provisional words decide nothing; their last form does', () => {
  const evaluation = openEvaluation(only('forbid'));
  assert.equal(evaluation.push(say('a0', 1000, '这个保本', { provisional: true })), 'taken');
  assert.deepEqual(evaluation.tick(1000), []);
  assert.equal(evaluation.push(say('a1', 1000, '这个不错', { revises: 'a0' })), 'replaced');
  assert.deepEqual(evaluation.tick(9000), []);
  assert.equal(evaluation.isStale(), false);
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
