/** Facts of a file for another system: measured now, or later with a signed callback. Nothing of the file is kept. */
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Database } from '../../../platform/db/index.ts';
import { Refusal } from '../../../platform/errors/index.ts';
import type { Caller } from '../../../platform/http/index.ts';
import { newId } from '../../../platform/ids/index.ts';
import type { Jobs } from '../../../platform/jobs/index.ts';
import { record } from '../../audit/index.ts';
import { livingFacts } from '../store.ts';
import { type CallbackRules, objection } from './callback.ts';
import { factsInChild } from './child.ts';
import { detectorNames } from './detectors.ts';
import { receive } from './receive.ts';

export type FactsDeps = {
  db: Database;
  jobs: Jobs;
  /** `<data>/tmp`; files lie below `facts/` while they are worked on. */
  tmpDir: string;
  keysDir: string;
  maxUploadMib: number;
  callbacks: CallbackRules;
};
export type Asked = { detector: string; expect?: string; callbackUrl?: string };
/** What a job carries; the file lies in the folder of its id. */
export type FactsJob = {
  factsId: string;
  tenantId: string;
  detector: string;
  callbackUrl: string;
  expect?: string;
  attempt: number;
};

/** Larger files keep a connection open too long: they go by callback. */
const NOW_MIB = 64;
const NOW_MS = 10 * 60_000;
/** Two at a time keep the machine usable for the inspections. */
const AT_ONCE = 2;
/** Folders of calls that died with their process. */
const LEFT_OVER_MS = 3600_000;

export const folderOf = ({ tmpDir }: Pick<FactsDeps, 'tmpDir'>, id: string): string => join(tmpDir, 'facts', id);

/** @throws Refusal when the detector is not known or the callback not allowed; before anything is read. */
export function check({ detector, callbackUrl }: Asked, { callbacks }: FactsDeps): void {
  if (!detectorNames.includes(detector)) throw new Refusal('facts.unknown_detector', { known: detectorNames });
  const refused = callbackUrl === undefined ? undefined : objection(callbackUrl, callbacks);
  if (refused !== undefined) throw new Refusal('facts.callback_refused', { reason: refused });
}

let running = 0;

/** Measures and answers the facts as JSON Lines. @throws Refusal `media.unusable`, `request.too_large`, `request.too_many` */
export async function factsNow(
  deps: FactsDeps,
  { caller, asked, stream, signal }: { caller: Caller; asked: Asked; stream: Readable; signal: AbortSignal },
): Promise<string> {
  if (running >= AT_ONCE) throw new Refusal('request.too_many');
  running++;
  const id = newId();
  const dir = folderOf(deps, id);
  try {
    const hint = 'give a callbackUrl for larger files';
    const { path, bytes } = await receive(stream, {
      dir,
      hint,
      maxBytes: Math.min(NOW_MIB, deps.maxUploadMib) * 2 ** 20,
    });
    const order = {
      id,
      detector: asked.detector,
      path,
      dir,
      ...(asked.expect === undefined ? {} : { expect: asked.expect }),
    };
    const answer = await factsInChild(order, AbortSignal.any([signal, AbortSignal.timeout(NOW_MS)]));
    const { tenantId, personId } = caller;
    const details = {
      detector: asked.detector,
      bytes,
      ...(answer.kind === 'done' ? { facts: answer.count } : { code: answer.code }),
    };
    await deps.db.transaction((tx) =>
      record(tx, { tenantId, personId, action: 'facts.measure', subject: `facts:${id}`, details }),
    );
    if (answer.kind === 'failed') throw new Refusal('media.unusable', { code: answer.code, message: answer.message });
    return await readFile(answer.path, 'utf8');
  } finally {
    running--;
    await rm(dir, { recursive: true, force: true });
  }
}

/** Takes the file and measures it in a job. @throws Refusal `request.too_large`; nothing is left then. */
export async function factsLater(
  deps: FactsDeps,
  { caller, asked, stream }: { caller: Caller; asked: Asked & { callbackUrl: string }; stream: Readable },
): Promise<{ id: string }> {
  const id = newId();
  const dir = folderOf(deps, id);
  const { tenantId, personId } = caller;
  try {
    const hint = 'larger files are not taken';
    const { bytes } = await receive(stream, { dir, hint, maxBytes: deps.maxUploadMib * 2 ** 20 });
    const job: FactsJob = { factsId: id, tenantId, attempt: 1, ...asked };
    await deps.db.transaction(async (tx) => {
      const details = { detector: asked.detector, bytes, callback: new URL(asked.callbackUrl).origin };
      await record(tx, { tenantId, personId, action: 'facts.request', subject: `facts:${id}`, details });
      await deps.jobs.enqueue(tx, job, { queue: 'batch' });
    });
    return { id };
  } catch (error) {
    await rm(dir, { recursive: true, force: true });
    throw error;
  }
}

/** Removes files that no living job waits for: their process died in the middle. */
export async function sweepFacts(deps: Pick<FactsDeps, 'db' | 'tmpDir'>): Promise<number> {
  const names = await readdir(join(deps.tmpDir, 'facts')).catch((): string[] => []);
  const living = new Set(await livingFacts(deps.db));
  let removed = 0;
  for (const name of names.filter((one) => !living.has(one))) {
    const dir = folderOf(deps, name);
    const age = Date.now() - ((await stat(dir).catch(() => undefined))?.mtimeMs ?? Date.now());
    if (age < LEFT_OVER_MS) continue;
    await rm(dir, { recursive: true, force: true });
    removed++;
  }
  return removed;
}
