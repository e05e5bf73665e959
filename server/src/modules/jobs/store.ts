import { type Db, sql } from '../../platform/db/index.ts';
import type { Caller } from '../../platform/http/index.ts';
import { sessionScope } from '../people/index.ts';

export type Job = {
  id: string;
  queue: string;
  state: string;
  sessionId: string;
  title: string;
  error: string | null;
  createdAt: Date;
};

/** Runs of sessions in scope, newest first: each is one job. */
export const jobsInScope = (db: Db, caller: Caller, page: { limit: number; before: string | null }) =>
  db.rows<Job>(sql`select r.id, r.queue, r.status as state, s.id as "sessionId", s.title,
      r.error->>'message' as error, r.created_at as "createdAt"
    from inspection_runs r join sessions s on s.id = r.session_id join branches b on b.id = s.branch_id
    where ${sessionScope(caller)} and (${page.before}::uuid is null or r.id < ${page.before}::uuid)
    order by r.id desc limit ${page.limit + 1}`);

export const isInScope = async (db: Db, caller: Caller, id: string) =>
  (await db.one(sql`select 1 from inspection_runs r join sessions s on s.id = r.session_id
    join branches b on b.id = s.branch_id where r.id = ${id} and ${sessionScope(caller)}`)) !== undefined;
