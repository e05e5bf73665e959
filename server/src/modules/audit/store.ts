import { type Db, sql } from '../../platform/db/index.ts';
import type { Caller } from '../../platform/http/index.ts';

export type AuditRow = {
  seq: number;
  at: Date;
  personId: string | null;
  personName: string | null;
  action: string;
  subject: string;
  details: Record<string, unknown>;
  prevHash: string;
  hash: string;
};

/** One writer per tenant at a time, to the end of its transaction: the chain has no fork. */
export const lockChain = (tx: Db, tenantId: string) =>
  tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${`audit:${tenantId}`}, 0))`);

export const lastRow = (tx: Db, tenantId: string) =>
  tx.one<{ seq: number; hash: string }>(
    sql`select seq, hash from audit where tenant_id = ${tenantId} order by seq desc limit 1`,
  );

export const insertRow = (tx: Db, row: Omit<AuditRow, 'personName'> & { tenantId: string }) =>
  tx.run(sql`insert into audit (tenant_id, seq, at, person_id, action, subject, details, prev_hash, hash) values
    (${row.tenantId}, ${row.seq}, ${row.at}, ${row.personId}, ${row.action}, ${row.subject},
     ${JSON.stringify(row.details)}, ${row.prevHash}, ${row.hash})`);

/** Newest first, those before `beforeSeq`. */
export const newestRows = (db: Db, caller: Caller, page: { limit: number; beforeSeq: number | null }) =>
  db.rows<AuditRow>(sql`select a.seq, a.at, a.person_id as "personId", p.name as "personName", a.action, a.subject,
      a.details, a.prev_hash as "prevHash", a.hash
    from audit a left join people p on p.id = a.person_id
    where a.tenant_id = ${caller.tenantId} and (${page.beforeSeq}::bigint is null or a.seq < ${page.beforeSeq})
    order by a.seq desc limit ${page.limit + 1}`);

/** The whole chain, oldest first. */
export const wholeChain = (db: Db, tenantId: string) =>
  db.rows<Omit<AuditRow, 'personName'>>(sql`select seq, at, person_id as "personId", action, subject, details,
      prev_hash as "prevHash", hash from audit where tenant_id = ${tenantId} order by seq`);
