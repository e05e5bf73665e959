import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startTestDatabase, type TestDatabase } from '../../platform/db/database.fixture.ts';
import { newId } from '../../platform/ids/index.ts';
import { insertRun } from '../inspections/index.ts';
import { addBranch, addPerson, addTenant } from '../people/index.ts';
import { insertSession } from '../sessions/index.ts';
import { insertReview, latestReviews } from './store.ts';

let base: TestDatabase;
before(async () => {
  base = await startTestDatabase();
});
after(() => base.stop());

test('of several marks the newest of each finding and of the whole is shown', async () => {
  const { db } = base;
  const tenantId = await addTenant(db, '甲');
  const { id: branchId } = await addBranch(db, { tenantId, name: '总部' });
  const who = { username: 'r', name: '苏明', role: 'reviewer' as const, password: 'long-enough-words' };
  const reviewerId = await addPerson(db, { ...who, tenantId, branchId });
  const [sessionId, runId] = [newId(), newId()];
  const none = { agentId: null, createdBy: null, product: null, roles: null };
  await insertSession(db, { id: sessionId, tenantId, branchId, title: '一', fields: {}, ...none });
  await insertRun(db, { id: runId, sessionId, packs: null, queue: 'near', requestedBy: null });
  const of = { sessionId, runId, reviewerId, comment: null };
  await insertReview(db, { ...of, id: newId(1), findingId: 'f', decision: 'hit' });
  await insertReview(db, { ...of, id: newId(2), findingId: 'f', decision: 'false_alarm' });
  await insertReview(db, { ...of, id: newId(3), findingId: null, decision: 'pass' });
  const shown = (await latestReviews(db, sessionId)).map(({ findingId, decision, by }) => [findingId, decision, by]);
  assert.deepEqual(shown, [
    ['f', 'false_alarm', '苏明'],
    [null, 'pass', '苏明'],
  ]);
});
