import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startTestDatabase, type TestDatabase } from '../../platform/db/database.fixture.ts';
import { openJobs } from '../../platform/jobs/index.ts';

let base: TestDatabase;
before(async () => {
  base = await startTestDatabase();
});
after(() => base.stop());

test('live goes before near before batch, and a job of a change that failed never comes', async () => {
  const { db, url } = base;
  const jobs = await openJobs(url, { onError: () => {}, isAlone: true });
  const cancelled = db.transaction(async (tx) => {
    await jobs.enqueue(tx, { n: 'never' }, { queue: 'live' });
    throw new Error('no');
  });
  await assert.rejects(cancelled);
  await db.transaction(async (tx) => {
    for (const queue of ['batch', 'near', 'live'] as const) await jobs.enqueue(tx, { n: queue }, { queue });
  });
  const seen: unknown[] = [];
  await new Promise<void>((resolve, reject) => {
    const work = async (data: Record<string, unknown>) => {
      seen.push(data.n);
      if (seen.length === 3) resolve();
    };
    jobs.begin(work).catch(reject);
  });
  assert.deepEqual(seen, ['live', 'near', 'batch']);
  await jobs.stop();
});
