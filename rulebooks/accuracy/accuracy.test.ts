import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding } from '@mingjian/rules';
import type { Conversation } from '@mingjian/timeline';
import { wilson } from './interval.ts';
import { addScore, type Labelled, macroOf, openScores, precisionOf, recallOf } from './score.ts';

const labelled = (id: string, kinds: Record<string, string>): Labelled => ({
  conversation: { id, scope: 'extract', turns: [{ role: 'agent', text: '您好' }] } as unknown as Conversation,
  labels: Object.entries(kinds).map(([item, kind]) => ({ item, kind, turns: [0] })),
});
const finding = (item: string, verdict: Finding['verdict']): Finding =>
  ({ item, verdict, spans: [] }) as unknown as Finding;

test('one vote a conversation: found, missed, wrong, left to a person, disputed', () => {
  const scores = openScores();
  addScore(scores, labelled('a', { x: 'violated' }), [finding('x', 'violated'), finding('x', 'undecidable')]);
  addScore(scores, labelled('b', { x: 'violated' }), [finding('x', 'satisfied')]);
  addScore(scores, labelled('c', {}), [finding('x', 'violated')]);
  addScore(scores, labelled('d', { x: 'violated' }), [finding('x', 'undecidable')]);
  addScore(scores, labelled('e', { x: 'ignore' }), [finding('x', 'violated')]);
  const x = scores.items.get('x')!;
  assert.deepEqual(x, { tp: 1, fn: 1, fp: 1, tn: 0, undecided: 1, undecidedViolated: 1, ignored: 1 });
  assert.equal(precisionOf(x), 0.5);
  assert.equal(recallOf(x), 1 / 3);
  assert.deepEqual(
    scores.misses.map((miss) => `${miss.id} ${miss.kind}`),
    ['b missed', 'c false alarm', 'd undecided'],
  );
  assert.equal(scores.alarmsOnInnocent.get('x'), 1);
  assert.deepEqual(macroOf(scores), { items: 1, precision: 0.5, recall: 1 / 3 });
});
test("Wilson's interval: published values, and nothing counted says nothing", () => {
  assert.deepEqual(wilson(0, 0), [0, 1]);
  const [low, high] = wilson(8, 10);
  assert.ok(Math.abs(low - 0.4902) < 1e-3 && Math.abs(high - 0.9433) < 1e-3, `${low} ${high}`);
  assert.equal(wilson(0, 20)[0], 0);
  assert.ok(Math.abs(wilson(0, 20)[1] - 0.1611) < 1e-3);
});
