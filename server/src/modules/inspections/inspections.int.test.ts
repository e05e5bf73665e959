import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startTestDatabase, type TestDatabase } from '../../platform/db/database.fixture.ts';
import { newId } from '../../platform/ids/index.ts';
import type { Jobs } from '../../platform/jobs/index.ts';
import { firstBreak } from '../audit/index.ts';
import { addBranch, addTenant } from '../people/index.ts';
import { insertSession, type Session, sessionOfSystem } from '../sessions/index.ts';
import { requestRun, retryRun } from './index.ts';
import { inspectInChild } from './service/child.ts';
import { runById, setRun } from './store.ts';

let base: TestDatabase;
let session: Session;
const sent: unknown[] = [];
const jobs: Jobs = { enqueue: async (_tx, data) => void sent.push(data), begin: async () => {}, stop: async () => {} };
before(async () => {
  base = await startTestDatabase();
  session = await base.db.transaction(async (tx) => {
    const tenantId = await addTenant(tx, '甲');
    const branch = await addBranch(tx, { tenantId, name: '总部' });
    const id = newId();
    const none = { agentId: null, createdBy: null, product: null, roles: null };
    await insertSession(tx, { id, tenantId, branchId: branch.id, title: '一', fields: {}, ...none });
    return (await sessionOfSystem(tx, id))!;
  });
});
after(() => base.stop());

test('a run, its audit row and its job come together; only a failed run is retried', async () => {
  const { db } = base;
  const { id } = await db.transaction((tx) => requestRun(tx, jobs, { session, queue: 'near', personId: null }));
  assert.deepEqual(sent, [{ runId: id }]);
  assert.equal((await sessionOfSystem(db, session.id))!.status, 'queued');
  const caller = { tenantId: session.tenantId, personId: null } as never;
  await assert.rejects(retryRun(db, jobs, { runId: id, caller }), { code: 'job.not_failed' });
  await setRun(db, id, { status: 'failed', error: { code: 'x', message: 'y' } });
  await retryRun(db, jobs, { runId: id, caller });
  assert.equal((await runById(db, id))!.status, 'queued');
  assert.equal(sent.length, 2);
  assert.equal(await firstBreak(db, session.tenantId), null);
});

test('the inspecting process tells what is wrong with a file', async () => {
  const order = {
    file: '/nonexistent.webm',
    name: 'n',
    dir: base.dataDir,
    product: null,
    fields: {},
    roles: null,
    packs: null,
  };
  const watch = { signal: new AbortController().signal, onProgress: () => {} };
  await assert.rejects(inspectInChild(order, watch), { code: 'file_not_found' });
});
