import { type Db, sql } from '../../platform/db/index.ts';
import type { ObjectRow } from '../../platform/files/index.ts';

export type OwnHeads = {
  id: string;
  version: string;
  labels: string[];
  dataHash: string;
  embedder: string;
  object: ObjectRow;
  at: Date;
};

/** The own heads in force of one tenant. */
export const headsInForce = (db: Db, tenantId: string) =>
  db.one<OwnHeads>(sql`select id, version, labels, data_hash as "dataHash", embedder, object, created_at as at
    from own_heads where tenant_id = ${tenantId} and ended_at is null`);

export type NewHeads = Omit<OwnHeads, 'at'> & { tenantId: string; uploadedBy: string };

export const insertHeads = (tx: Db, heads: NewHeads) =>
  tx.run(sql`insert into own_heads (id, tenant_id, version, labels, data_hash, embedder, object, uploaded_by) values
    (${heads.id}, ${heads.tenantId}, ${heads.version}, ${JSON.stringify(heads.labels)}, ${heads.dataHash},
     ${heads.embedder}, ${JSON.stringify(heads.object)}, ${heads.uploadedBy})`);

/** Takes the own heads of a tenant out of force; answers those that were. */
export const endHeads = (tx: Db, tenantId: string) =>
  tx.one<{ id: string; version: string }>(sql`update own_heads set ended_at = now()
    where tenant_id = ${tenantId} and ended_at is null returning id, version`);
