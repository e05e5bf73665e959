import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mouthEnvelope } from './envelope.ts';
import { awayAt } from './film.ts';
import { lay } from './raster.ts';
import { openScene } from './scene.ts';

test('the mouth opens with the sound and closes in silence', () => {
  const sampleRateHz = 1000;
  const pcm = Float32Array.from({ length: 2000 }, (_, i) => (i < 1000 ? 0.4 * Math.sin(i) : 0));
  const envelope = mouthEnvelope(pcm, { sampleRateHz, fps: 10, frames: 20 });
  assert.ok(envelope.subarray(0, 10).every((value) => value > 0.8));
  assert.ok(envelope.subarray(10).every((value) => value === 0));
  assert.ok(mouthEnvelope(new Float32Array(2000), { sampleRateHz, fps: 10, frames: 20 }).every((value) => value === 0));
});

test('who is away walks out and comes back; a visitor only comes when told', () => {
  const options = {
    people: ['agent', 'customer'] as const,
    directions: [
      { person: 'customer' as const, what: 'away' as const, startMs: 1000, endMs: 5000 },
      { person: 'visitor' as const, what: 'present' as const, startMs: 2000, endMs: 4000 },
    ],
  };
  assert.deepEqual(
    [0, 1300, 3000, 4700, 6000].map((tMs) => awayAt('customer', tMs, options)),
    [0, 0.5, 1, 0.5, 0],
  );
  assert.deepEqual(
    [0, 3000, 6000].map((tMs) => awayAt('visitor', tMs, options)),
    [1, 0, 1],
  );
  assert.equal(awayAt('agent', 3000, options), 0);
});

test('a raster is laid by its alpha and cut at the edges', () => {
  const picture = { width: 2, height: 1, rgb: Uint8Array.from([100, 100, 100, 100, 100, 100]) };
  const raster = { width: 2, height: 1, rgba: Uint8Array.from([0, 0, 0, 255, 200, 200, 200, 128]) };
  lay(picture, raster, { x: -1, y: 0 });
  assert.deepEqual([...picture.rgb], [150, 150, 150, 100, 100, 100]);
});

test('somebody who was not named when the scene was opened is an error', async () => {
  const scene = await openScene([]);
  assert.throws(
    () => scene.draw(0, [{ person: 'agent', mouth: 0, eyesClosed: false, away: 0 }]),
    /agent is not in this scene/,
  );
  assert.equal(scene.draw(0, []).length, 640 * 480 * 3);
});
