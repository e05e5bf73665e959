import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startTestDatabase, type TestDatabase } from '../../platform/db/database.fixture.ts';
import { addTenant } from '../people/index.ts';
import { firstBreak, record } from './index.ts';
import { wholeChain } from './store.ts';

let base: TestDatabase;
before(async () => {
  base = await startTestDatabase();
});
after(() => base.stop());

test('writers side by side make one chain without a gap, and a failed change leaves no row', async () => {
  const { db } = base;
  const tenantId = await db.transaction((tx) => addTenant(tx, '甲'));
  const entry = { tenantId, personId: null, action: 'test.do', subject: 'thing:1' };
  await Promise.all(Array.from({ length: 8 }, () => db.transaction((tx) => record(tx, entry))));
  const failing = db.transaction(async (tx) => {
    await record(tx, entry);
    throw new Error('changed my mind');
  });
  await assert.rejects(failing, /changed my mind/);
  const chain = await wholeChain(db, tenantId);
  assert.deepEqual(
    chain.map(({ seq }) => seq),
    [1, 2, 3, 4, 5, 6, 7, 8],
  );
  assert.equal(await firstBreak(db, tenantId), null);
});
