import assert from 'node:assert/strict';
import { test } from 'node:test';
import { collapse, ctcLogLikelihood, spot } from './ctc.ts';
import { pathStarts } from './dtw.ts';

const rows = [
  [0.6, 0.3, 0.1],
  [0.2, 0.5, 0.3],
  [0.3, 0.3, 0.4],
  [0.5, 0.1, 0.4],
].map((row) => Float32Array.from(row));

/** Sum over every frame labelling that collapses to `labels`. */
const bruteForce = (labels: readonly number[]): number => {
  let sum = 0;
  for (let code = 0; code < 3 ** rows.length; code++) {
    const path = rows.map((_, i) => Math.floor(code / 3 ** i) % 3);
    const said = path.filter((c, i) => c !== 0 && c !== path[i - 1]);
    if (said.join() === labels.join()) sum += path.reduce((p, c, i) => p * (rows[i]?.[c] as number), 1);
  }
  return Math.log(sum);
};

for (const labels of [[], [1], [1, 2], [1, 1], [2, 1, 2]]) {
  test(`the likelihood of [${labels}] equals the sum over all paths`, () => {
    assert.ok(Math.abs(ctcLogLikelihood(rows, labels) - bruteForce(labels)) < 1e-5);
  });
}

const sharp = (classes: readonly number[]) =>
  classes.map((c) => Float32Array.from([0, 1, 2, 3], (k) => (k === c ? 0.97 : 0.01)));

test('a phrase is found where it was said, whatever stands around it', () => {
  const found = spot(sharp([0, 3, 0, 1, 1, 0, 2, 0, 3]), [1, 2]);
  assert.ok(found !== undefined && Math.abs(found.score) < 1e-6);
  assert.deepEqual([found.firstFrame, found.lastFrame], [3, 6]);
});

test('a repeated syllable needs a blank between, and a phrase that was not said scores low', () => {
  assert.ok((spot(sharp([1, 1, 1]), [1, 1])?.score ?? 0) < -1);
  assert.ok((spot(sharp([1, 0, 1]), [1, 1])?.score ?? -9) > -1e-6);
  assert.ok((spot(sharp([0, 3, 3, 0]), [1, 2])?.score ?? 0) < -2);
});

test('homophones share one class whose probability is their sum', () => {
  const sums = collapse(Float32Array.from([0.1, 0.2, 0.3, 0.4]), Int32Array.from([0, 1, 1, 2]), 3);
  assert.deepEqual(
    [...sums].map((x) => Math.round(x * 10)),
    [1, 5, 4],
  );
});

test('the cheapest path starts each row where its low costs begin', () => {
  const cost = Float32Array.from([0, 0, 9, 9, 9, 9, 9, 0, 9, 9, 9, 9, 9, 0, 0]);
  assert.deepEqual(pathStarts(cost, 3, 5), [0, 2, 3]);
});
