/** What a reviewer thinks of a finding and of the whole. The machine's findings never change; marks stand beside them. */
import type { Database } from '../../platform/db/index.ts';
import { Refusal } from '../../platform/errors/index.ts';
import type { Caller } from '../../platform/http/index.ts';
import { newId } from '../../platform/ids/index.ts';
import { record } from '../audit/index.ts';
import { hasFinding, runOf } from '../inspections/index.ts';
import { sessionOf } from '../sessions/index.ts';
import { insertReview } from './store.ts';

export type Mark = { sessionId: string; findingId: string | null; decision: string; comment?: string };

/** @throws Refusal `session.not_inspected`, `finding.unknown` */
export async function mark(
  db: Database,
  caller: Caller,
  { sessionId, findingId, decision, comment }: Mark,
): Promise<{ id: string }> {
  const session = await sessionOf(db, caller, sessionId);
  const run = await runOf(db, session.id);
  if (run === undefined) throw new Refusal('session.not_inspected');
  if (findingId !== null && !(await hasFinding(db, run.id, findingId)))
    throw new Refusal('finding.unknown', { findingId });
  const id = newId();
  const { tenantId, personId } = caller;
  await db.transaction(async (tx) => {
    const row = {
      id,
      sessionId: session.id,
      runId: run.id,
      findingId,
      decision,
      comment: comment ?? null,
      reviewerId: personId,
    };
    await insertReview(tx, row);
    const details = { run: run.id, findingId, decision };
    await record(tx, { tenantId, personId, action: 'review.mark', subject: `session:${session.id}`, details });
  });
  return { id };
}
