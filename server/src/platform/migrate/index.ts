/** Forward-only migrations: files in order, each once, in its own transaction, by one process at a time. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { type Database, sql } from '../db/index.ts';

export type Migration = { name: string; text: string; checksum: string };
/** Any fixed number: who holds this advisory lock migrates. */
const LOCK = 7_260_211;

/** The migrations of a folder, sorted by their number. */
export function readMigrations(folder: URL): Migration[] {
  const names = readdirSync(folder).filter((name) => /^\d{4}-.*\.sql$/.test(name));
  return names.sort().map((name) => {
    const text = readFileSync(new URL(name, folder), 'utf8');
    return { name, text, checksum: createHash('sha256').update(text).digest('hex') };
  });
}

/**
 * Brings the database forward; answers the names applied now. Applied ones are compared by checksum.
 * @throws Error when an applied migration was edited, or when the database is newer than this software.
 */
export async function migrate(database: Database, migrations: readonly Migration[]): Promise<string[]> {
  return database.transaction(async (tx) => {
    await tx.run(sql`select pg_advisory_xact_lock(${LOCK})`);
    await tx.run(sql`create table if not exists migrations
      (name text primary key, checksum text not null, applied_at timestamptz not null default now())`);
    const applied = await tx.rows<{ name: string; checksum: string }>(sql`select name, checksum from migrations`);
    for (const { name, checksum } of applied) checkApplied(name, { checksum, migrations });
    const done = new Set(applied.map(({ name }) => name));
    const missing = migrations.filter(({ name }) => !done.has(name));
    for (const one of missing) {
      await tx.executeSql(one.text);
      await tx.run(sql`insert into migrations (name, checksum) values (${one.name}, ${one.checksum})`);
    }
    return missing.map(({ name }) => name);
  });
}

function checkApplied(name: string, known: { checksum: string; migrations: readonly Migration[] }): void {
  const ours = known.migrations.find((one) => one.name === name);
  if (ours === undefined) {
    throw new Error(`the database has the migration ${name}, which this version does not know: start a newer version`);
  }
  if (ours.checksum !== known.checksum) {
    throw new Error(`migration ${name} was changed after it was applied: restore the file of the release`);
  }
}
