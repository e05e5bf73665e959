import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { spansOf, stretchesOf } from './segments.fixture.ts';
import { frameMs, openSegmenter, segmentsOf } from './segments.ts';

const runs = (...parts: [number, number][]) =>
  parts.flatMap(([p, ms]) => new Array<number>(Math.round(ms / frameMs)).fill(p));

test('short noises are no speech; pauses up to 600 ms join, longer ones part', () => {
  const found = segmentsOf(
    runs([0, 320], [0.9, 128], [0, 960], [0.9, 960], [0, 480], [0.9, 960], [0, 960], [0.9, 960]),
  );
  assert.equal(found.spans.length, 3);
  assert.equal(found.stretches.length, 2);
});

test('talk without a pause is cut at its quietest place into at most 12 s', () => {
  const { stretches } = segmentsOf(runs([0.9, 9600], [0.6, 64], [0.9, 9600]));
  assert.equal(stretches.length, 2);
  assert.equal(stretches[0]?.endMs, 9600);
  assert.ok(stretches.every((s) => s.endMs - s.startMs <= 12000));
});

const levels = fc.constantFrom(0, 0.1, 0.36, 0.4, 0.5, 0.7, 0.9);
const talk = fc
  .array(fc.tuple(levels, fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 100, max: 500 }))), {
    maxLength: 12,
  })
  .map((parts) => parts.flatMap(([p, count]) => new Array<number>(count).fill(p)));

test('frame by frame gives what two passes over the whole give', () => {
  fc.assert(
    fc.property(talk, (probabilities) => {
      const spans = spansOf(probabilities);
      assert.deepEqual(segmentsOf(probabilities), { spans, stretches: stretchesOf(spans, probabilities) });
    }),
    { numRuns: 1500 },
  );
});

test('a stretch is certain within a second after its last sound', () => {
  const segmenter = openSegmenter();
  const at: number[] = [];
  runs([0.9, 3008], [0, 3008]).forEach((p, i) => {
    if (segmenter.push(p).stretches.length > 0) at.push((i + 1) * frameMs);
  });
  assert.deepEqual(at, [3008 + 608]);
});
