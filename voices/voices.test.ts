import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import type { Engine } from '@mingjian/detector-core';
import type { ResolvedModel } from '@mingjian/models';
import type { SynthesisRequest } from './engine.ts';
import { openVoices } from './voices.ts';

let dir = '';
let requests: SynthesisRequest[] = [];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'voices-'));
  requests = [];
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** Sounds 1 ms per token instead of speaking. */
const engine: Engine = {
  call: async <T>(_method: string, argument: unknown) => {
    const request = argument as SynthesisRequest;
    requests.push(request);
    return new Float32Array(request.ids.length * 24).fill(0.5) as T;
  },
  peakRssBytes: () => 0,
  stop: async () => {},
};
let version = 'sha256:1';
const resolve = (name: string): ResolvedModel => ({
  available: true,
  name,
  dir,
  source: 'test',
  file: (path) => join(dir, path),
  version,
  licence: 'none',
});
const missing = (name: string): ResolvedModel => ({
  available: false,
  name,
  reason: 'not downloaded yet',
  fix: 'run it',
});
const open = (more: object = {}) => openVoices({ cacheDir: join(dir, 'cache'), engine, resolve, ...more });

test('speech is 24 kHz, marked as synthetic, and spoken once: the second time comes from the cache', async () => {
  const first = await open().speak('您好。谢谢。');
  assert.equal(first.sampleRateHz, 24_000);
  assert.equal(first.synthetic, true);
  assert.equal(requests.length, 2);
  const second = await open().speak('您好。谢谢。');
  assert.equal(requests.length, 2);
  assert.deepEqual(second.pcm, first.pcm);
});

test('another voice, pace, model or reading is spoken anew', async () => {
  await open().speak('行。');
  await open().speak('行。', { voice: 'zm_yunxi' });
  await open().speak('行。', { speed: 1.2 });
  version = 'sha256:2';
  await open().speak('行。');
  const dictionaryFile = join(dir, 'readings.txt');
  writeFileSync(dictionaryFile, '行 = hang2\n');
  await open({ dictionaryFile }).speak('行。');
  assert.equal(requests.length, 5);
  assert.equal(readdirSync(join(dir, 'cache')).length, 5);
});

test('a piece with too many phonemes is halved', async () => {
  const { pcm } = await open().speak(`${'7%'.repeat(29)}8%`);
  assert.equal(requests.length, 2);
  assert.ok(requests.every((request) => request.ids.length <= 508));
  assert.ok(pcm.length > 0);
});

test('without the model there is no speech, and the reason says what to do', async () => {
  const voices = open({ resolve: missing });
  assert.deepEqual(voices.available(), {
    name: 'voice.speak',
    available: false,
    model: null,
    reason: 'kokoro: not downloaded yet; run it',
  });
  await assert.rejects(voices.speak('您好'), /model kokoro is not downloaded yet; run it/);
});

test('a voice or pace that does not exist is refused', async () => {
  await assert.rejects(open().speak('您好', { voice: 'zf_xiaoni' as never }), /no voice "zf_xiaoni"/);
  await assert.rejects(open().speak('您好', { speed: 3 }), /speed 3 is outside 0.6–1.6/);
});

test('an aborted text is not spoken on', async () => {
  const abort = new AbortController();
  const stopping: Engine = {
    ...engine,
    call: async <T>(method: string, argument: unknown) => {
      abort.abort(new Error('the listener left'));
      return engine.call<T>(method, argument);
    },
  };
  await assert.rejects(open({ engine: stopping }).speak('您好。谢谢。', { signal: abort.signal }), /listener left/);
  assert.equal(requests.length, 1);
});
