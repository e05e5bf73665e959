/** The audit chain: each row's hash covers its content and the hash before it, so a changed or lost row shows. */
import { canonicalJson, sha256Hex } from '../../platform/crypto/index.ts';
import type { Db } from '../../platform/db/index.ts';
import { type AuditRow, insertRow, lastRow, lockChain, wholeChain } from './store.ts';

export type AuditEntry = {
  tenantId: string;
  /** Null: the system itself. */
  personId: string | null;
  /** `noun.verb`, such as `session.create`. */
  action: string;
  /** Kind and id of what it was done to: `session:<id>`. */
  subject: string;
  details?: Record<string, unknown>;
};
const BEGINNING = '0'.repeat(64);

/** Adds a row in the caller's transaction: a change without its audit row cannot be committed. */
export async function record(tx: Db, entry: AuditEntry): Promise<void> {
  await lockChain(tx, entry.tenantId);
  const last = await lastRow(tx, entry.tenantId);
  const { tenantId, personId, action, subject, details = {} } = entry;
  const row = { seq: (last?.seq ?? 0) + 1, at: new Date(), personId, action, subject, details };
  const prevHash = last?.hash ?? BEGINNING;
  await insertRow(tx, { ...row, tenantId, prevHash, hash: hashOf(row, prevHash) });
}

type Content = Pick<AuditRow, 'seq' | 'at' | 'personId' | 'action' | 'subject' | 'details'>;

function hashOf({ seq, at, personId, action, subject, details }: Content, prevHash: string): string {
  return sha256Hex(prevHash + canonicalJson({ seq, at: at.toISOString(), personId, action, subject, details }));
}

/** The number of the first row that does not fit, or null when the chain is whole. */
export async function firstBreak(db: Db, tenantId: string): Promise<number | null> {
  let prevHash = BEGINNING;
  let seq = 0;
  for (const row of await wholeChain(db, tenantId)) {
    seq += 1;
    if (row.seq !== seq || row.prevHash !== prevHash || row.hash !== hashOf(row, prevHash)) return seq;
    prevHash = row.hash;
  }
  return null;
}
