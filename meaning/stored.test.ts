import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { DIMENSIONS, type Meaning, rememberVectors } from './index.ts';

test('a remembered vector is the same to the bit, asked for once, and a torn last record is forgotten', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'mj-vectors-'));
  const asked: string[] = [];
  const meaning = {
    capabilities: () => [{ name: 'meaning.embed', available: true, model: 'sha256:1' }],
    embed: async (texts: readonly string[]) => {
      asked.push(...texts);
      return texts.map((text) =>
        Float32Array.from({ length: DIMENSIONS }, (_, i) => Math.fround((text.length + i) / 7)),
      );
    },
  } as unknown as Meaning;
  try {
    const [first] = await rememberVectors(meaning, dir).embed(['甲', '甲', '乙丙']);
    appendFileSync(join(dir, readdirSync(dir)[0] as string), 'torn');
    const [again, , other] = await rememberVectors(meaning, dir).embed(['甲', '甲', '丁']);
    assert.deepEqual(again, first);
    assert.equal(other?.length, DIMENSIONS);
    await rememberVectors(meaning, dir).embed(['丁', '乙丙']);
    assert.deepEqual(asked, ['甲', '乙丙', '丁']);
  } finally {
    rmSync(dir, { recursive: true });
  }
});
