import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { resolveModel } from '@mingjian/models';
import { detectors } from './service/detectors.ts';

const data = fileURLToPath(new URL('../../../../../shared/data/', import.meta.url));

/** Detector, file, the model it needs, and a fact that must be among the answers. */
for (const [name, file, model, fact] of [
  ['face', 'faces/identity/p06_1.jpg', 'human', 'face.count'],
  ['document', 'ocr/id.png', 'ppocr-v4', 'document.card'],
  ['speech', 'audio/utterances/zh_bus.wav', 'whisper-base', 'speech.text'],
  ['speaker', 'audio/utterances/zh_bus.wav', 'dvector', 'voice.active'],
] as const)
  test(`${name} answers facts of a real file`, async (t) => {
    if (!existsSync(join(data, file)) || !resolveModel(model).available)
      return t.skip('shared test data or the model is not here');
    const dir = mkdtempSync(join(tmpdir(), 'mj-facts-'));
    t.after(() => rmSync(dir, { recursive: true, force: true }));
    const facts = await detectors[name]!({ path: join(data, file), dir, signal: AbortSignal.timeout(120_000) });
    assert.ok(
      facts.some((one) => one.name === fact),
      facts.map((one) => one.name).join(' '),
    );
  });
