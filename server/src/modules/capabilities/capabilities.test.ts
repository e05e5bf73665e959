import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { capabilities } from './service.ts';

test('a capability is available only when ready, else it says why', (t) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'mj-capabilities-'));
  t.after(() => rmSync(dataDir, { recursive: true }));
  const found = capabilities(dataDir);
  assert.ok(found.length > 3);
  for (const one of found) {
    assert.equal(one.available, one.state === 'ready', one.model);
    if (!one.available) assert.ok(one.reason, one.model);
  }
});
