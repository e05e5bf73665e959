import type { Database } from '../../platform/db/index.ts';
import { Refusal } from '../../platform/errors/index.ts';
import type { Caller } from '../../platform/http/index.ts';
import type { Jobs } from '../../platform/jobs/index.ts';
import { retryRun } from '../inspections/index.ts';
import { isInScope } from './store.ts';

/** @throws Refusal `not_found`, `job.not_failed` */
export async function retryJob({ db, jobs }: { db: Database; jobs: Jobs }, caller: Caller, id: string): Promise<void> {
  if (!(await isInScope(db, caller, id))) throw new Refusal('not_found');
  await retryRun(db, jobs, { runId: id, caller });
}
