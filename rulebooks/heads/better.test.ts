import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareHeads, type MarkedTurn } from './better.ts';

/** `hits` right turns and `others` wrong ones; each head either ranks all right ones first or all last. */
const marked = (
  label: string,
  { hits, others, before, after }: { hits: number; others: number; before: 'good' | 'bad'; after: 'good' | 'bad' },
): MarkedTurn[] => {
  const scoreOf = (head: 'good' | 'bad', right: boolean): number => ((head === 'good') === right ? 0.9 : 0.1);
  const turn = (right: boolean): MarkedTurn => ({
    ...{ label, right, before: scoreOf(before, right), after: scoreOf(after, right) },
  });
  return [...Array.from({ length: hits }, () => turn(true)), ...Array.from({ length: others }, () => turn(false))];
};
const enough = { hits: 5, others: 5 };
const installed = (turns: MarkedTurn[]) => compareHeads(turns).map((one) => one.installed);

test('a head that got worse is not installed, a better and an equal one are', () => {
  assert.deepEqual(installed(marked('a', { ...enough, before: 'good', after: 'bad' })), [false]);
  assert.deepEqual(installed(marked('a', { ...enough, before: 'bad', after: 'good' })), [true]);
  assert.deepEqual(installed(marked('a', { ...enough, before: 'good', after: 'good' })), [true]);
});

test('one right turn that falls behind one wrong turn is worse', () => {
  const turns = marked('a', { ...enough, before: 'good', after: 'good' });
  const slipped = turns.map((turn, i) => (i === 0 ? { ...turn, after: 0.05 } : turn));
  const [comparison] = compareHeads(slipped);
  assert.equal(comparison?.installed, false);
  assert.ok((comparison?.after as number) < (comparison?.before as number));
});

test('too few marks of either kind keep the old head, however good the new one looks', () => {
  assert.deepEqual(installed(marked('a', { hits: 4, others: 5, before: 'bad', after: 'good' })), [false]);
  assert.deepEqual(installed(marked('a', { hits: 5, others: 4, before: 'bad', after: 'good' })), [false]);
  assert.deepEqual(compareHeads([]), []);
});

test('every label stands for itself, in the order of the names', () => {
  const turns = [
    ...marked('b', { ...enough, before: 'good', after: 'bad' }),
    ...marked('a', { ...enough, before: 'bad', after: 'good' }),
  ];
  const shown = compareHeads(turns).map(({ label, hits, others, installed }) => ({ label, hits, others, installed }));
  assert.deepEqual(shown, [
    { label: 'a', ...enough, installed: true },
    { label: 'b', ...enough, installed: false },
  ]);
});
