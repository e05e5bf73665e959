import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { centred, meanVector } from './centre.ts';
import { nearestIndex } from './nearest.ts';

const vector = (length: number) =>
  fc.array(fc.integer({ min: -9, max: 9 }), { minLength: length, maxLength: length }).map((v) => Float32Array.from(v));

test('the same as sorting all dot products, ties in the order of adding', () => {
  const cases = fc.integer({ min: 1, max: 11 }).chain((width) =>
    fc.record({
      rows: fc.array(vector(width), { maxLength: 600 }),
      query: vector(width),
      count: fc.integer({ min: 1, max: 12 }),
    }),
  );
  fc.assert(
    fc.property(cases, ({ rows, query, count }) => {
      const index = nearestIndex<number>(query.length);
      for (const [i, row] of rows.entries()) index.add(i, row);
      const wanted = rows
        .map((row, id) => ({ id, score: row.reduce((sum, value, i) => sum + value * query[i]!, 0) }))
        .sort((a, b) => b.score - a.score || a.id - b.id)
        .slice(0, count);
      assert.deepEqual(
        index.nearest(query, count).map(({ id, score }) => [id, score + 0]),
        wanted.map(({ id, score }) => [id, score + 0]),
      );
    }),
    { numRuns: 60 },
  );
});

test('an empty index finds nothing, and a vector of another length is refused', () => {
  const index = nearestIndex<string>(3);
  assert.deepEqual(index.nearest(new Float32Array(3), 5), []);
  assert.deepEqual(index.nearest(new Float32Array(3), 0), []);
  assert.throws(() => index.add('a', new Float32Array(4)), /holds vectors of 3 numbers, this one has 4/);
  assert.equal(index.size, 0);
});

test('centred vectors lose what all have in common', () => {
  const vectors = [Float32Array.of(10, 1), Float32Array.of(10, -1)];
  const mean = meanVector(vectors);
  assert.deepEqual([...centred(vectors[0]!, mean)], [0, 1]);
  assert.deepEqual([...centred(vectors[1]!, mean)], [0, -1]);
  assert.deepEqual([...centred(mean, mean)], [0, 0]);
  assert.throws(() => meanVector([]), /no mean of no vectors/);
});
