import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Engine } from '@mingjian/detector-core';
import type { ResolvedModel } from '@mingjian/models';
import { openFaces } from './faces.ts';

const here = (name: string): ResolvedModel => ({
  available: true,
  name,
  dir: `/models/${name}`,
  source: 'data',
  file: (path) => `/models/${name}/${path}`,
  version: 'sha256:1',
  licence: 'MIT',
});
const absent = (name: string): ResolvedModel => ({
  available: false,
  name,
  reason: 'not downloaded yet',
  fix: `run ./mj models add ${name}`,
});
const recorder = () => {
  const calls: unknown[] = [];
  const engine: Engine = {
    call: async <T>(_method: string, argument: unknown) => {
      calls.push(argument);
      return [] as T;
    },
    peakRssBytes: () => 0,
    stop: async () => {},
  };
  return { calls, engine };
};
const frame = { tMs: 40, width: 2, height: 2, rgb: new Uint8Array(12) };

test('a missing model is a capability that is false, with the reason and the fix', () => {
  const faces = openFaces({
    engine: recorder().engine,
    resolve: (name) => (name === 'minifasnet' ? absent(name) : here(name)),
  });
  const live = faces.capabilities().find((one) => one.name === 'face.live');
  assert.equal(live?.available, false);
  assert.match(String(live?.reason), /not available: .*minifasnet.*run \.\/mj models add minifasnet/);
  assert.ok(faces.capabilities().find((one) => one.name === 'face.match')?.available);
});

test('without the detector nothing is available, and looking says why', async () => {
  const faces = openFaces({
    engine: recorder().engine,
    resolve: (name) => (name === 'human' ? absent(name) : here(name)),
  });
  assert.ok(faces.capabilities().every((one) => !one.available));
  await assert.rejects(faces.observe(frame), /no faces: model human is not downloaded yet; run/);
});

test('only what is wanted and here is asked of the engine', async () => {
  const { calls, engine } = recorder();
  const faces = openFaces({ engine, resolve: (name) => (name === 'face-embedding' ? absent(name) : here(name)) });
  await faces.observe(frame, { embedding: true, live: true });
  assert.deepEqual((calls[0] as { models: unknown }).models, {
    human: '/models/human',
    liveness: { v2: '/models/minifasnet/minifasnet_v2.onnx', v1se: '/models/minifasnet/minifasnet_v1se.onnx' },
  });
});

test('a picture of the wrong size is refused before it reaches the engine', async () => {
  const { calls, engine } = recorder();
  const faces = openFaces({ engine, resolve: here });
  await assert.rejects(faces.observe({ ...frame, width: 3 }), /picture at 40 ms is not RGB of 3 × 2: it has 12 bytes/);
  assert.equal(calls.length, 0);
});
