import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findBlurred } from './light.ts';
import type { VideoFeatures } from './video-pass.ts';

/** Twenty seconds, looked at twice a second; from 8 to 13 s the detail falls, and the edges with it or not. */
const recording = (edgeSharpness: number, edges = 4000): VideoFeatures => {
  const looks = Array.from({ length: 40 }, (_, i) => i * 500).map((tMs) => {
    const isSoft = tMs >= 8000 && tMs < 13_000;
    return { tMs, fine: isSoft ? 5 : 10, coarse: 20, sharpness: isSoft ? edgeSharpness : 0.9, edges };
  });
  const frame = { mean: 100, spread: 50, darkShare: 0, middleChange: 10, edgeTiles: 0, drift: 0, meanChange: 5 };
  const frames = looks.map(() => ({ ...frame, halfChange: [10, 10, 10, 10] as [number, number, number, number] }));
  return { tMs: Float64Array.from(looks, ({ tMs }) => tMs), frames, sharpness: looks, errors: [] };
};
const spans = (video: VideoFeatures) =>
  findBlurred(video, { endMs: 20_000, except: [] }).map(({ startMs, endMs }) => [startMs, endMs]);

test('detail and edges fall together: blurred', () => {
  assert.deepEqual(spans(recording(0.3)), [[7750, 12_750]]);
});

test('detail falls because somebody left, the edges stay: not blurred', () => {
  assert.deepEqual(spans(recording(0.88)), []);
});

test('without edges to compare the detail decides', () => {
  assert.deepEqual(spans(recording(0.88, 5)), [[7750, 12_750]]);
});
