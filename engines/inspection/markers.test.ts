import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding } from '@mingjian/rules/finding.ts';
import type { Fact, Turn } from '@mingjian/timeline';
import { markersOf } from './markers.ts';

const turns: Turn[] = [
  { role: 'agent', text: '您清楚了吗？', startMs: 1000, endMs: 2000 },
  { role: 'customer', text: '清楚', startMs: 2500, endMs: 3000 },
  { role: 'customer', text: '今天真热', startMs: 4000, endMs: 5000 },
];
const fact = (rest: Partial<Fact>): Fact =>
  ({ id: 'f1', seq: 0, source: 'server', detector: 'x', kind: 'step', name: 'signature', t: 0, ...rest }) as Fact;
const finding = (rest: Partial<Finding>): Finding => ({
  id: 'R#0',
  item: 'sale.pressure',
  rule: 'R',
  pack: 'p@1.0.0',
  verdict: 'violated',
  severity: 'major',
  spans: [{ startMs: 1000, endMs: 2000, text: '快签' }],
  ...rest,
});

test('steps, answers and findings become markers in the order of the recording', () => {
  const markers = markersOf({
    turns,
    facts: [
      fact({ t: 6000, end: 9000 }),
      fact({ t: 9000, edge: 'stop' }),
      fact({ id: 'f2', kind: 'event', name: 'face.changed', t: 500 }),
    ],
    findings: [finding({}), finding({ id: 'S#0', verdict: 'satisfied' })],
  });
  assert.deepEqual(
    markers.map((m) => [m.kind, m.atMs, m.frameMs]),
    [
      ['person', 500, 500],
      ['finding', 1000, 1500],
      ['answer', 2500, 2750],
      ['step', 6000, 6500],
    ],
  );
});
test('a miss is marked where the search ended', () => {
  const [marker] = markersOf({
    turns: [],
    facts: [],
    findings: [finding({ missing: { expected: '告知', window: [0, 30_000] } })],
  });
  assert.deepEqual([marker?.atMs, marker?.frameMs], [30_000, 29_999]);
});
test('answers that the recogniser measured replace those read from the words', () => {
  const markers = markersOf({
    turns,
    facts: [fact({ kind: 'event', name: 'speech.answer', t: 2500, end: 3000 })],
    findings: [],
  });
  assert.deepEqual(
    markers.map((m) => m.fact),
    ['f1'],
  );
});
