import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { startTestDatabase, type TestDatabase } from '../../platform/db/database.fixture.ts';
import { objectOf, openFiles } from '../../platform/files/index.ts';
import { newId } from '../../platform/ids/index.ts';
import { addBranch, addTenant } from '../people/index.ts';
import { findRecording } from '../recordings/index.ts';
import { insertSession, sessionOfSystem } from '../sessions/index.ts';
import { receiveRecording } from './index.ts';

let base: TestDatabase;
before(async () => {
  base = await startTestDatabase();
});
after(() => base.stop());

test('a session takes one recording; a second one is refused and leaves nothing', async () => {
  const { db, dataDir } = base;
  const files = openFiles({ dir: join(dataDir, 'objects'), keysDir: join(dataDir, 'keys') });
  const jobs = { enqueue: async () => {}, begin: async () => {}, stop: async () => {} };
  const tenantId = await addTenant(db, '甲');
  const { id: branchId } = await addBranch(db, { tenantId, name: '总部' });
  const id = newId();
  const none = { agentId: null, createdBy: null, product: null, roles: null };
  await insertSession(db, { id, tenantId, branchId, title: '一', fields: {}, ...none });
  const session = (await sessionOfSystem(db, id))!;
  const path = join(dataDir, 'in');
  writeFileSync(path, 'first');
  const received = { session, path, filename: 'in', personId: null };
  await receiveRecording({ db, files, jobs }, received);
  writeFileSync(path, 'second');
  await assert.rejects(receiveRecording({ db, files, jobs }, received), { code: 'session.has_recording' });
  const kept = (await findRecording(db, id))!;
  assert.equal(String(await files.bytes(objectOf(kept.object))), 'first');
});
