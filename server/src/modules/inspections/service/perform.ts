/** The job: decrypts the recording for the length of the work, inspects it in a child process, keeps the result. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from '../../../platform/db/index.ts';
import type { Files } from '../../../platform/files/index.ts';
import type { Work } from '../../../platform/jobs/index.ts';
import type { Logger } from '../../../platform/log/index.ts';
import { record } from '../../audit/index.ts';
import { ownHeadsFile } from '../../heads/index.ts';
import { type Recordings, recordingOf } from '../../recordings/index.ts';
import { moveSession, type Session, sessionOfSystem } from '../../sessions/index.ts';
import { type Failure, type Run, runById, setRun } from '../store.ts';
import { InspectionFailed, inspectInChild } from './child.ts';
import { keepResult } from './index.ts';
import type { Result } from './worker.ts';

export type PerformDeps = { db: Database; files: Files; logger: Logger; recordings: Recordings; tmpDir: string };
/** Told at most this often. */
const PROGRESS_MS = 500;

export const inspectionWork =
  (deps: PerformDeps): Work =>
  async (data, signal) => {
    const run = await runById(deps.db, String(data.runId));
    if (run === undefined || run.status === 'done') return;
    const session = (await sessionOfSystem(deps.db, run.sessionId))!;
    await deps.db.transaction(async (tx) => {
      await setRun(tx, run.id, { status: 'running' });
      await moveSession(tx, session, { status: 'inspecting' });
    });
    try {
      const result = await inspect(deps, { run, session, signal });
      await keepResult(deps, { runId: run.id, session, result });
    } catch (error) {
      // Stopping is no failure: the job is given again at the next start.
      signal.throwIfAborted();
      await keepFailure(deps, { run, session, error: error as Error });
    }
  };

type Task = { run: Run; session: Session; signal: AbortSignal };

async function inspect(deps: PerformDeps, { run, session, signal }: Task): Promise<Result> {
  const recording = await recordingOf(deps.db, session.id);
  const dir = join(deps.tmpDir, `inspect-${run.id}`);
  await mkdir(dir, { recursive: true, mode: 0o700 });
  let toldAt = 0;
  const onProgress = (stage: string, done: number) => {
    if (done < 1 && performance.now() - toldAt < PROGRESS_MS) return;
    toldAt = performance.now();
    const progress = { stage, done };
    const told = deps.db.transaction((tx) => moveSession(tx, session, { status: 'inspecting', progress }));
    told.catch((error: Error) => deps.logger.warn({ err: error }, 'progress was not told'));
  };
  try {
    const headsPath = await ownHeadsFile(deps, { tenantId: session.tenantId, dir });
    const heads = headsPath === undefined ? {} : { headsPath };
    return await deps.recordings.withPlain(recording, (file) => {
      const { product, fields, roles } = session;
      const order = { file, dir, product, fields, roles, name: recording.filename, packs: run.packs, ...heads };
      return inspectInChild(order, { signal, onProgress });
    });
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

async function keepFailure(deps: PerformDeps, failed: { run: Run; session: Session; error: Error }): Promise<void> {
  const { run, session, error } = failed;
  const isForeseen = error instanceof InspectionFailed;
  if (!isForeseen) deps.logger.error({ err: error, run: run.id }, 'inspection failed');
  const failure: Failure = { code: isForeseen ? error.code : 'inspection_failed', message: error.message };
  await deps.db.transaction(async (tx) => {
    await setRun(tx, run.id, { status: 'failed', error: failure });
    await moveSession(tx, session, { status: 'failed', error: failure, progress: null });
    const details = { run: run.id, code: failure.code };
    await record(tx, {
      tenantId: session.tenantId,
      personId: null,
      action: 'inspection.failed',
      subject: `session:${session.id}`,
      details,
    });
  });
}
