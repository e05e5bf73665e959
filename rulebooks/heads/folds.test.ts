import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Example } from '@mingjian/meaning/heads/index.ts';
import { foldsOf, inTurn } from './folds.ts';

const example = (): Example => ({
  features: { dense: new Float32Array(0), columns: new Int32Array(0), values: new Float32Array(0) },
  positives: new Set(),
  weights: new Map(),
});
const groups = ['a', 'b', '', 'a', 'c', 'd', '', 'e', 'b'];
const examples = groups.map(example);
const groupOf = new Map(examples.map((one, i) => [one, groups[i] as string]));

test('no group is on both sides of a fold', () => {
  for (const { learn, look } of foldsOf(groups, examples, 3)) {
    const learned = new Set(learn.map((one) => groupOf.get(one)));
    for (const i of look) assert.equal(learned.has(groups[i]), false, `${groups[i]} is learned and looked at`);
    assert.equal(learn.length + look.length, groups.length);
  }
});

test('every turn with a group is looked at once; one without is always learned from', () => {
  const folds = foldsOf(groups, examples, 3);
  assert.deepEqual(
    folds.flatMap(({ look }) => look).sort((a, b) => a - b),
    [0, 1, 3, 4, 5, 7, 8],
  );
  for (const { learn } of folds) assert.ok([2, 6].every((i) => learn.includes(examples[i] as Example)));
});

test('the order of the turns does not move a group to another fold', () => {
  const foldOf = (names: readonly string[], name: string) =>
    foldsOf(names, names.map(example), 3).findIndex(({ look }) => look.some((i) => names[i] === name));
  const turned = groups.toReversed();
  for (const name of ['a', 'b', 'c', 'd', 'e']) assert.equal(foldOf(groups, name), foldOf(turned, name), name);
});

test('work side by side: never more than the width at once, results in order, a failure is told', async () => {
  let [now, most] = [0, 0];
  const double = async (n: number): Promise<number> => {
    most = Math.max(most, ++now);
    await Promise.resolve();
    now -= 1;
    return 2 * n;
  };
  assert.deepEqual(await inTurn([1, 2, 3, 4, 5], double, 2), [2, 4, 6, 8, 10]);
  assert.equal(most, 2);
  const broken = inTurn([1], () => Promise.reject(new Error('the thread broke')), 2);
  await assert.rejects(broken, /the thread broke/);
});
