/** The job: measures once, sends until it is taken, removes everything. */
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Work } from '../../../platform/jobs/index.ts';
import { record } from '../../audit/index.ts';
import { post } from './callback.ts';
import { factsInChild } from './child.ts';
import { type FactsDeps, type FactsJob, folderOf } from './index.ts';
import { signatureOf, tenantKey } from './signing.ts';

/** Waits between the attempts: a receiver that restarts, one that is repaired, one that is back in the morning. */
const WAITS_S = [10, 60, 600, 3600, 6 * 3600] as const;

export const isFactsJob = (data: Record<string, unknown>): boolean => typeof data.factsId === 'string';

export const factsWork =
  (deps: FactsDeps, waitsS: readonly number[] = WAITS_S): Work =>
  async (data, signal) => {
    const job = data as FactsJob;
    const dir = folderOf(deps, job.factsId);
    // Delivered by a process that died before it could say so.
    if (!existsSync(join(dir, 'in'))) return;
    let isOver = true;
    try {
      const body = await bodyOf(job, { dir, signal });
      const failure = await send(deps, job, { body, signal });
      const waitS = failure === undefined ? undefined : waitsS[job.attempt - 1];
      isOver = waitS === undefined;
      await deps.db.transaction(async (tx) => {
        const details = { detector: job.detector, attempt: job.attempt, ...(failure === undefined ? {} : { failure }) };
        const action = failure === undefined ? 'facts.deliver' : isOver ? 'facts.give_up' : 'facts.retry';
        const subject = `facts:${job.factsId}`;
        await record(tx, { tenantId: job.tenantId, personId: null, action, subject, details });
        if (waitS !== undefined)
          await deps.jobs.enqueue(tx, { ...job, attempt: job.attempt + 1 }, { queue: 'batch', afterSeconds: waitS });
      });
    } catch (error) {
      // Stopping is no failure: the job is given again at the next start, and needs its file.
      isOver = !signal.aborted;
      throw error;
    } finally {
      if (isOver) await rm(dir, { recursive: true, force: true });
    }
  };

/** The facts, or in words why there are none; measured once, kept beside the file until they are taken. */
async function bodyOf(job: FactsJob, { dir, signal }: { dir: string; signal: AbortSignal }): Promise<string> {
  const kept = join(dir, 'body');
  if (existsSync(kept)) return readFile(kept, 'utf8');
  const { factsId: id, detector, expect } = job;
  const order = { id, detector, path: join(dir, 'in'), dir, ...(expect === undefined ? {} : { expect }) };
  const answer = await factsInChild(order, signal);
  const body =
    answer.kind === 'done'
      ? await readFile(answer.path, 'utf8')
      : `${JSON.stringify({ format: 'mingjian.facts/1', error: { code: answer.code, message: answer.message } })}\n`;
  await writeFile(kept, body, { mode: 0o600 });
  return body;
}

/** What went wrong, or nothing. */
async function send(
  deps: FactsDeps,
  job: FactsJob,
  { body, signal }: { body: string; signal: AbortSignal },
): Promise<string | undefined> {
  const key = tenantKey(deps.keysDir, job.tenantId);
  const headers = {
    'content-type': 'application/x-ndjson',
    'x-mingjian-facts': job.factsId,
    'x-mingjian-signature': signatureOf(key, { atS: Math.floor(Date.now() / 1000), body }),
  };
  try {
    await post(job.callbackUrl, { body, headers, rules: deps.callbacks, signal });
    return undefined;
  } catch (error) {
    signal.throwIfAborted();
    return (error as Error).message;
  }
}
