/** An institution's own meaning heads: installed after a check, used for its inspections alone, taken back at any time. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database, Db } from '../../../platform/db/index.ts';
import { Refusal } from '../../../platform/errors/index.ts';
import { type Files, objectOf, rowOf } from '../../../platform/files/index.ts';
import type { Caller } from '../../../platform/http/index.ts';
import { newId } from '../../../platform/ids/index.ts';
import { record } from '../../audit/index.ts';
import { endHeads, headsInForce, insertHeads } from '../store.ts';
import { checkHeads, type HeadsText, misfit, shippedHeads } from './check.ts';

export type HeadsDeps = { db: Database; files: Files; tmpDir: string };

/** Heads speak for the whole institution: a branch may not change what another branch is judged by. */
function mustBeHeadOffice({ branchPath }: Caller): void {
  if (!/^\/[^/]+\/$/.test(branchPath)) throw new Refusal('heads.head_office');
}

/** @throws Refusal `heads.head_office`, `heads.unusable` */
export async function installHeads(deps: HeadsDeps, caller: Caller, file: HeadsText): Promise<{ id: string }> {
  mustBeHeadOffice(caller);
  const { version, labels, dataHash, embedder } = await checkHeads(file, deps.tmpDir);
  const { tenantId, personId } = caller;
  const object = await deps.files.put(tenantId, Buffer.from(JSON.stringify(file)));
  const id = newId();
  await deps.db.transaction(async (tx) => {
    const details = { version, labels: labels.length, dataHash, sha256: object.plainSha256 };
    // First: the chain's lock lets one change of an institution's heads through at a time.
    await record(tx, { tenantId, personId, action: 'heads.install', subject: `heads:${id}`, details });
    await endHeads(tx, tenantId);
    const row = { id, tenantId, version, labels, dataHash, embedder, object: rowOf(object), uploadedBy: personId };
    await insertHeads(tx, row);
  });
  return { id };
}

/** Back to the shipped heads; nothing happens when they are in use already. @throws Refusal `heads.head_office` */
export async function removeHeads(db: Database, caller: Caller): Promise<void> {
  mustBeHeadOffice(caller);
  const { tenantId, personId } = caller;
  await db.transaction(async (tx) => {
    const ended = await endHeads(tx, tenantId);
    if (ended === undefined) return;
    const { id, version } = ended;
    await record(tx, { tenantId, personId, action: 'heads.remove', subject: `heads:${id}`, details: { version } });
  });
}

/** What the caller's institution is judged with. */
export async function headsOf(db: Db, { tenantId }: Caller) {
  const [shipped, own] = [shippedHeads(), await headsInForce(db, tenantId)];
  const reason = own === undefined ? undefined : misfit(own, shipped);
  return {
    shipped: shipped === undefined ? null : { version: shipped.version, labels: shipped.labels },
    own:
      own === undefined
        ? null
        : {
            ...{ version: own.version, labels: own.labels, dataHash: own.dataHash, since: own.at.toISOString() },
            ...{ inUse: reason === undefined, ...(reason === undefined ? {} : { reason }) },
          },
  };
}

/** Writes a tenant's own heads into `dir` for one inspection and answers the path; undefined when the shipped ones alone are used. */
export async function ownHeadsFile(
  { db, files }: { db: Db; files: Files },
  { tenantId, dir }: { tenantId: string; dir: string },
): Promise<string | undefined> {
  const own = await headsInForce(db, tenantId);
  if (own === undefined || misfit(own, shippedHeads()) !== undefined) return undefined;
  const path = join(dir, 'heads.json');
  await writeFile(path, await files.bytes(objectOf(own.object)), { mode: 0o600 });
  return path;
}
