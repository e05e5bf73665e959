import { type Db, sql } from '../../platform/db/index.ts';
import type { ObjectRow } from '../../platform/files/index.ts';
import type { QueueClass } from '../../platform/jobs/index.ts';

export type Failure = { code: string; message: string };
export type Run = {
  id: string;
  sessionId: string;
  n: number;
  status: 'queued' | 'running' | 'done' | 'failed';
  packs: string[] | null;
  object: ObjectRow | null;
  queue: QueueClass;
  error: Failure | null;
};
export type FindingRow = { findingId: string; item: string; rule: string; verdict: string; severity: string };

const columns = sql`id, session_id as "sessionId", n, status, packs, object, queue, error`;

/** The next number of the session; two at once meet the unique key and the later one fails. */
export const insertRun = (
  tx: Db,
  run: { id: string; sessionId: string; packs: string[] | null; queue: QueueClass; requestedBy: string | null },
) =>
  tx.run(sql`insert into inspection_runs (id, session_id, n, status, packs, queue, requested_by)
    select ${run.id}, ${run.sessionId}, coalesce(max(n), 0) + 1, 'queued',
      ${run.packs === null ? null : JSON.stringify(run.packs)}::jsonb, ${run.queue}, ${run.requestedBy}::uuid
    from inspection_runs where session_id = ${run.sessionId}`);

export const runById = (db: Db, id: string) =>
  db.one<Run>(sql`select ${columns} from inspection_runs where id = ${id}`);

/** A run of a session: the one asked for, else the latest that is done. */
export const runOf = (db: Db, sessionId: string, id?: string) =>
  db.one<Run>(sql`select ${columns} from inspection_runs where session_id = ${sessionId} and status = 'done'
    and (${id ?? null}::uuid is null or id = ${id ?? null}) order by n desc limit 1`);

export const setRun = (tx: Db, id: string, change: { status: Run['status']; error?: Failure | null }) =>
  tx.run(sql`update inspection_runs set status = ${change.status},
    error = ${change.error == null ? null : JSON.stringify(change.error)}::jsonb,
    finished_at = case when ${change.status} in ('done', 'failed') then now() end where id = ${id}`);

export const finishRun = (tx: Db, id: string, result: { verdict: string; object: ObjectRow }) =>
  tx.run(sql`update inspection_runs set status = 'done', error = null, finished_at = now(), verdict = ${result.verdict},
    object = ${JSON.stringify(result.object)} where id = ${id}`);

export async function insertFindings(tx: Db, runId: string, findings: readonly FindingRow[]): Promise<void> {
  await tx.run(sql`insert into findings (run_id, n, finding_id, item, rule, verdict, severity)
    select ${runId}, f.n, f.one->>'findingId', f.one->>'item', f.one->>'rule', f.one->>'verdict', f.one->>'severity'
    from jsonb_array_elements(${JSON.stringify(findings)}::jsonb) with ordinality as f (one, n)`);
}

export const hasFinding = async (db: Db, runId: string, findingId: string) =>
  (await db.one(sql`select 1 from findings where run_id = ${runId} and finding_id = ${findingId}`)) !== undefined;

/** Runs that no living job will do: their process died between change and job, or all tries were used up. */
export const orphanedRuns = (db: Db) =>
  db.rows<Run>(sql`select ${columns} from inspection_runs r where status in ('queued', 'running') and not exists
    (select 1 from pgboss.job j where j.data->>'runId' = r.id::text and j.state in ('created', 'retry', 'active'))`);
