import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { requiredModels } from '@mingjian/models';
import { capabilities } from './service.ts';

test('every required model stands in the list; what is not ready says why', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'mj-capabilities-'));
  try {
    const list = capabilities(dataDir);
    for (const name of requiredModels)
      assert.ok(
        list.some((one) => one.model === name),
        name,
      );
    for (const one of list) {
      assert.equal(one.available, one.state === 'ready');
      if (one.state === 'missing') assert.ok((one.reason ?? '').length > 0, `${one.model} is missing without a reason`);
    }
  } finally {
    rmSync(dataDir, { recursive: true });
  }
});
