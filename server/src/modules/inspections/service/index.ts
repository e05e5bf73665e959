/** Runs of inspections: asked for, done by a job, kept beside the earlier ones. */
import type { InspectionDocument } from '@mingjian/inspection';
import type { Database, Db } from '../../../platform/db/index.ts';
import { Refusal } from '../../../platform/errors/index.ts';
import { type Files, objectOf, rowOf } from '../../../platform/files/index.ts';
import type { Caller } from '../../../platform/http/index.ts';
import { newId } from '../../../platform/ids/index.ts';
import type { Jobs, QueueClass } from '../../../platform/jobs/index.ts';
import { record } from '../../audit/index.ts';
import { moveSession, type Session, sessionOfSystem } from '../../sessions/index.ts';
import { finishRun, insertFindings, insertRun, orphanedRuns, runById, runOf, setRun } from '../store.ts';
import type { Result } from './worker.ts';

export type Wanted = { session: Session; packs?: string[]; queue: QueueClass; personId: string | null };

/** A new run, its audit row and its job, in the caller's transaction. */
export async function requestRun(
  tx: Db,
  jobs: Jobs,
  { session, packs, queue, personId }: Wanted,
): Promise<{ id: string }> {
  const id = newId();
  await insertRun(tx, { id, sessionId: session.id, packs: packs ?? null, queue, requestedBy: personId });
  await moveSession(tx, session, { status: 'queued', error: null, progress: null });
  await jobs.enqueue(tx, { runId: id }, { queue });
  const details = { run: id, packs: packs ?? null };
  await record(tx, {
    tenantId: session.tenantId,
    personId,
    action: 'inspection.request',
    subject: `session:${session.id}`,
    details,
  });
  return { id };
}

/** The same run once more, after a failure. */
export async function retryRun(
  db: Database,
  jobs: Jobs,
  { runId, caller }: { runId: string; caller: Caller },
): Promise<void> {
  await db.transaction(async (tx) => {
    const run = await runById(tx, runId);
    if (run?.status !== 'failed') throw new Refusal('job.not_failed');
    const session = (await sessionOfSystem(tx, run.sessionId))!;
    await setRun(tx, run.id, { status: 'queued' });
    await moveSession(tx, session, { status: 'queued', error: null, progress: null });
    await jobs.enqueue(tx, { runId: run.id }, { queue: run.queue });
    const { tenantId, personId } = caller;
    await record(tx, {
      tenantId,
      personId,
      action: 'inspection.retry',
      subject: `session:${session.id}`,
      details: { run: run.id },
    });
  });
}

/** Gives runs that a crash left behind a job again. */
export async function adoptOrphans(db: Database, jobs: Jobs): Promise<number> {
  const orphans = await orphanedRuns(db);
  await db.transaction(async (tx) => {
    for (const { id, queue } of orphans) await jobs.enqueue(tx, { runId: id }, { queue });
  });
  return orphans.length;
}

/** Keeps a result: the encrypted document, the findings, the session's verdict, the audit row, the news. */
export async function keepResult(
  deps: { db: Database; files: Files },
  { runId, session, result }: { runId: string; session: Session; result: Result },
): Promise<void> {
  const { document } = result;
  const object = await deps.files.put(session.tenantId, Buffer.from(JSON.stringify(result)));
  const of = (verdict: string) => document.findings.filter((finding) => finding.verdict === verdict).length;
  const rows = document.findings.map(({ id, item, rule, verdict, severity }) => ({
    findingId: id,
    item,
    rule,
    verdict,
    severity,
  }));
  await deps.db.transaction(async (tx) => {
    await finishRun(tx, runId, { verdict: document.verdict, object: rowOf(object) });
    await insertFindings(tx, runId, rows);
    await moveSession(tx, session, {
      ...{ status: 'done', verdict: document.verdict, durationMs: Math.round(document.file.durationMs) },
      ...{ violated: of('violated'), undecidable: of('undecidable'), progress: null, error: null },
    });
    const details = { run: runId, verdict: document.verdict };
    await record(tx, {
      tenantId: session.tenantId,
      personId: null,
      action: 'inspection.done',
      subject: `session:${session.id}`,
      details,
    });
  });
}

/** The document of a run, as it was written: not masked. @throws Refusal `session.not_inspected` */
export async function resultOf(
  deps: { db: Db; files: Files },
  { session, runId }: { session: Pick<Session, 'id'>; runId?: string | undefined },
): Promise<Result & { runId: string; document: InspectionDocument }> {
  const run = await runOf(deps.db, session.id, runId);
  if (run === undefined || run.object === null) throw new Refusal('session.not_inspected');
  const bytes = await deps.files.bytes(objectOf(run.object));
  return { ...(JSON.parse(bytes.toString()) as Result), runId: run.id };
}
