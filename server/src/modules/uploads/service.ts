/** An upload that is whole becomes a recording: encrypted, then row, audit and first inspection in one transaction. */
import type { Database } from '../../platform/db/index.ts';
import { Refusal } from '../../platform/errors/index.ts';
import { type Files, rowOf } from '../../platform/files/index.ts';
import { newId } from '../../platform/ids/index.ts';
import type { Jobs } from '../../platform/jobs/index.ts';
import { record } from '../audit/index.ts';
import { requestRun } from '../inspections/index.ts';
import type { Session } from '../sessions/index.ts';
import { insertRecording } from './store.ts';

export type ReceiveDeps = { db: Database; files: Files; jobs: Jobs };
export type Received = { session: Session; path: string; filename: string; personId: string | null };

/** @throws Refusal `session.has_recording`; nothing is kept then. */
export async function receiveRecording({ db, files, jobs }: ReceiveDeps, received: Received): Promise<void> {
  const { session, path, filename, personId } = received;
  const object = await files.put(session.tenantId, path);
  try {
    await db.transaction(async (tx) => {
      const row = { id: newId(), sessionId: session.id, filename, object: rowOf(object), bytes: object.sizeBytes };
      if ((await insertRecording(tx, row)) === 0) throw new Refusal('session.has_recording');
      const details = { bytes: object.sizeBytes, sha256: object.plainSha256 };
      const subject = `session:${session.id}`;
      await record(tx, { tenantId: session.tenantId, personId, action: 'recording.upload', subject, details });
      await requestRun(tx, jobs, { session, queue: personId === null ? 'batch' : 'near', personId });
    });
  } catch (error) {
    await files.remove(object);
    throw error;
  }
}
