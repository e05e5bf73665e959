import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Engine } from '@mingjian/detector-core';
import type { ResolvedModel } from '@mingjian/models';
import type { EmbedRequest } from './engine.ts';
import { DIMENSIONS, openMeaning } from './index.ts';

const dir = mkdtempSync(join(tmpdir(), 'mj-meaning-'));
after(() => rmSync(dir, { recursive: true, force: true }));
const vocab = ['<s>', '<pad>', '</s>', '<unk>', '\u2581', ...'querypasg: 甲乙丙'].map((piece) => [piece, -1]);
writeFileSync(join(dir, 'tokenizer.json'), JSON.stringify({ model: { type: 'Unigram', vocab } }));
const here = (version = 'sha256:1'): ResolvedModel => ({
  available: true,
  name: 'e5-small-zh',
  dir,
  source: 'data',
  file: (path) => join(dir, path),
  version,
  licence: 'MIT',
});
/** Vectors that say which pieces they came from. */
const recorder = () => {
  const asked: number[][] = [];
  const engine: Engine = {
    call: async <T>(_method: string, argument: unknown) => {
      const { ids } = argument as EmbedRequest;
      asked.push(...ids);
      const flat = new Float32Array(ids.length * DIMENSIONS);
      ids.forEach((tokens, i) => {
        flat[i * DIMENSIONS] = tokens.at(-2)!;
      });
      return flat as T;
    },
    peakRssBytes: () => 0,
    stop: async () => {},
  };
  return { asked, engine };
};

test('vectors come in the order of the texts, each text is computed once, and later calls take it from memory', async () => {
  const { asked, engine } = recorder();
  const meaning = openMeaning({ engine, resolve: () => here() });
  const many = Array.from({ length: 100 }, (_, i) => ['甲', '乙', '丙'][i % 3]!);
  const first = (await meaning.embed(many)).map((vector) => vector[0]!);
  assert.equal(new Set(first).size, 3);
  assert.deepEqual(
    first,
    many.map((text) => first[many.indexOf(text)]!),
  );
  assert.equal(asked.length, 3);
  const [again] = await meaning.embed(['乙']);
  assert.equal(asked.length, 3, 'known');
  again!.fill(9);
  assert.equal((await meaning.embed(['乙']))[0]![0], first[1], 'nobody changes another one’s vector');
});

test('context, purpose and model are part of what is known', async () => {
  const { asked, engine } = recorder();
  let version = 'sha256:1';
  const meaning = openMeaning({ engine, resolve: () => here(version) });
  await meaning.embed(['甲', { text: '甲', context: '乙' }, { text: '甲', context: '' }]);
  assert.equal(asked.length, 2);
  await meaning.embed(['甲'], { as: 'passage' });
  assert.equal(asked.length, 3);
  version = 'sha256:2';
  await meaning.embed(['甲']);
  assert.equal(asked.length, 4);
});

test('a missing model is a capability that is false, and embedding says what to do', async () => {
  const absent: ResolvedModel = { available: false, name: 'e5-small-zh', reason: 'not here', fix: 'add it' };
  const meaning = openMeaning({ engine: recorder().engine, resolve: () => absent });
  const [capability] = meaning.capabilities();
  assert.deepEqual([capability?.name, capability?.available], ['meaning.embed', false]);
  assert.match(String(capability?.reason), /e5-small-zh is not here; add it/);
  await assert.rejects(meaning.embed(['甲']), /no sentence vectors: model e5-small-zh is not here; add it/);
});

test('a cancelled call asks for nothing', async () => {
  const { asked, engine } = recorder();
  const meaning = openMeaning({ engine, resolve: () => here() });
  await assert.rejects(meaning.embed(['甲'], { signal: AbortSignal.abort(new Error('enough')) }), /enough/);
  assert.equal(asked.length, 0);
});
