import { allOf, type Db, type Sql, sql } from '../../platform/db/index.ts';
import type { Caller } from '../../platform/http/index.ts';
import { sessionScope } from '../people/index.ts';

export type Session = {
  id: string;
  tenantId: string;
  branchId: string;
  branchName: string;
  branchPath: string;
  agentId: string | null;
  agentName: string | null;
  title: string;
  product: string | null;
  fields: Record<string, unknown>;
  roles: string[] | null;
  status: 'uploading' | 'queued' | 'inspecting' | 'done' | 'failed';
  verdict: 'pass' | 'fail' | 'undecidable' | null;
  durationMs: number | null;
  violated: number;
  undecidable: number;
  progress: { stage: string; done: number } | null;
  error: { code: string; message: string } | null;
  createdAt: Date;
  /** As PostgreSQL writes it: a cursor keeps the microseconds. */
  createdAtText: string;
};
export type Filter = Partial<Record<'q' | 'product' | 'verdict' | 'status' | 'branch' | 'from' | 'to', string>>;

const columns = sql`s.id, s.tenant_id as "tenantId", s.branch_id as "branchId", b.name as "branchName", b.path as "branchPath",
  s.agent_id as "agentId", a.name as "agentName", s.title, s.product, s.fields, s.roles, s.status, s.verdict,
  s.duration_ms as "durationMs", s.violated, s.undecidable, s.progress, s.error, s.created_at as "createdAt",
  s.created_at::text as "createdAtText"`;
const joined = sql`sessions s join branches b on b.id = s.branch_id left join people a on a.id = s.agent_id`;

export function sessionsInScope(
  db: Db,
  caller: Caller,
  page: { filter: Filter; limit: number; after: { createdAt: string; id: string } | null },
): Promise<Session[]> {
  const { filter, limit, after } = page;
  const behind =
    after === null ? [] : [sql`(s.created_at, s.id) < (${after.createdAt}::timestamptz, ${after.id}::uuid)`];
  const where = allOf([sessionScope(caller), ...conditions(filter), ...behind]);
  return db.rows<Session>(sql`select ${columns} from ${joined} where ${where}
    order by s.created_at desc, s.id desc limit ${limit + 1}`);
}

function conditions(filter: Filter): Sql[] {
  const { q, product, verdict, status, branch, from, to } = filter;
  const has = (value: string | undefined, condition: (value: string) => Sql) =>
    value === undefined ? [] : [condition(value)];
  return [
    ...has(q, (text) => sql`s.title ilike ${`%${text.replace(/[\\%_]/g, '\\$&')}%`}`),
    ...has(product, (one) => sql`s.product = ${one}`),
    ...has(verdict, (one) => sql`s.verdict = ${one}`),
    ...has(status, (one) => sql`s.status = ${one}`),
    ...has(branch, (id) => sql`b.path like '%/' || ${id} || '/%'`),
    ...has(from, (at) => sql`s.created_at >= ${at}::timestamptz`),
    ...has(to, (at) => sql`s.created_at < ${at}::timestamptz`),
  ];
}

export const sessionInScope = (db: Db, caller: Caller, id: string) =>
  db.one<Session>(sql`select ${columns} from ${joined} where s.id = ${id} and ${sessionScope(caller)}`);

/** For work that the system itself does: no caller, no scope. */
export const sessionOfSystem = (db: Db, id: string) =>
  db.one<Session>(sql`select ${columns} from ${joined} where s.id = ${id}`);

export type NewSessionRow = Pick<
  Session,
  'id' | 'tenantId' | 'branchId' | 'agentId' | 'title' | 'product' | 'fields' | 'roles'
> & {
  createdBy: string | null;
};

export const insertSession = (tx: Db, row: NewSessionRow) =>
  tx.run(sql`insert into sessions (id, tenant_id, branch_id, agent_id, created_by, title, product, fields, roles, status)
    values (${row.id}, ${row.tenantId}, ${row.branchId}, ${row.agentId}, ${row.createdBy}, ${row.title}, ${row.product},
      ${JSON.stringify(row.fields)}, ${row.roles === null ? null : JSON.stringify(row.roles)}, 'uploading')`);

export type SessionChange = Partial<
  Pick<Session, 'status' | 'verdict' | 'durationMs' | 'violated' | 'undecidable' | 'progress' | 'error'>
>;

/** Sets what is named; `null` empties it. */
export function updateSession(tx: Db, id: string, change: SessionChange): Promise<number> {
  const json = (value: unknown) => (value === null ? null : JSON.stringify(value));
  const sets: Sql[] = [];
  if (change.status !== undefined) sets.push(sql`status = ${change.status}`);
  if (change.verdict !== undefined) sets.push(sql`verdict = ${change.verdict}`);
  if (change.durationMs !== undefined) sets.push(sql`duration_ms = ${change.durationMs}`);
  if (change.violated !== undefined) sets.push(sql`violated = ${change.violated}`);
  if (change.undecidable !== undefined) sets.push(sql`undecidable = ${change.undecidable}`);
  if (change.progress !== undefined) sets.push(sql`progress = ${json(change.progress)}::jsonb`);
  if (change.error !== undefined) sets.push(sql`error = ${json(change.error)}::jsonb`);
  const list = sets.reduce((all, one) => sql`${all}, ${one}`);
  return tx.run(sql`update sessions set ${list} where id = ${id}`);
}

export type LatestRun = {
  id: string;
  n: number;
  status: string;
  verdict: Session['verdict'];
  createdAt: Date;
  error: { code: string; message: string } | null;
};
export const latestRun = (db: Db, sessionId: string) =>
  db.one<LatestRun>(sql`select id, n, status, verdict, created_at as "createdAt", error from inspection_runs
    where session_id = ${sessionId} order by n desc limit 1`);
export const hasRecording = async (db: Db, sessionId: string) =>
  (await db.one(sql`select 1 from recordings where session_id = ${sessionId}`)) !== undefined;
