/** Brings a backup into an empty instance: all of it, verified, or nothing. */
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { copyIn } from './copy.ts';
import { type Instance, inTransaction, withDatabase } from './database.ts';
import { copyFile, keptFiles, syncFolder } from './files.ts';
import { BackupFailure, type Manifest, problemsOf, readManifest } from './manifest.ts';
import { listTables, parentsFirst, quote, quoted, type Table } from './tables.ts';

export type RestoreOptions = Instance & {
  /** Makes the tables of this software in an empty database. */
  makeTables: (url: string) => Promise<void>;
  /** Looks at every restored session; answers what is wrong, one sentence a session. */
  verifySessions: (instance: { url: string; dataDir: string }) => Promise<string[]>;
  onProgress?: (words: string) => void;
};

/**
 * @throws BackupFailure when the backup is damaged, the instance is not empty, or what was restored does not verify; the
 * instance is then left as it was found, apart from tables in a database given by DATABASE_URL when verification failed.
 */
export async function restore(dir: string, options: RestoreOptions): Promise<Manifest> {
  const manifest = await readManifest(dir);
  const problems = await problemsOf(dir, manifest);
  if (problems.length > 0) throw new BackupFailure(`the backup is damaged:\n${problems.join('\n')}`);
  await refuseUsedFolder(options);
  await mkdir(options.dataDir, { recursive: true, mode: 0o700 });
  try {
    await withDatabase(options, async (url) => {
      await refuseUsedDatabase(url, options);
      await options.makeTables(url);
      await restoreFiles(dir, { manifest, options });
      await inTransaction(url, { begin: 'begin', work: (client) => fill(client, dir, { manifest, options }) });
      const wrong = await options.verifySessions({ url, dataDir: options.dataDir });
      if (wrong.length > 0) throw new BackupFailure(`what was restored does not verify:\n${wrong.join('\n')}`);
    });
  } catch (error) {
    await removeRestored(options, manifest);
    throw error;
  }
  return manifest;
}

async function refuseUsedFolder({ dataDir, databaseUrl }: RestoreOptions): Promise<void> {
  const used = (await keptFiles(dataDir))[0] ?? (databaseUrl ? undefined : existing(join(dataDir, 'pg', 'cluster')));
  if (used !== undefined) {
    throw new BackupFailure(`${dataDir} is in use (${used}); restore goes into an empty folder only: --data NEWFOLDER`);
  }
}

const existing = (path: string) => (existsSync(path) ? path : undefined);

async function refuseUsedDatabase(url: string, { databaseUrl }: RestoreOptions): Promise<void> {
  if (!databaseUrl) return;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const tables = await listTables(client).finally(() => client.end());
  if (tables.length > 0) {
    const names = tables
      .slice(0, 3)
      .map(({ schema, name }) => `${schema}.${name}`)
      .join(', ');
    throw new BackupFailure(`the database of DATABASE_URL has tables already (${names} …); give an empty one`);
  }
}

type Source = { manifest: Manifest; options: RestoreOptions };

async function restoreFiles(dir: string, { manifest, options }: Source): Promise<void> {
  for (const { path, sha256 } of manifest.files) {
    const to = join(options.dataDir, path);
    const copied = await copyFile(join(dir, 'files', path), to);
    if (copied?.sha256 !== sha256) throw new BackupFailure(`${path} changed while it was restored`);
    await syncFolder(join(to, '..'));
    options.onProgress?.(`file ${path}`);
  }
}

async function fill(client: pg.Client, dir: string, { manifest, options }: Source): Promise<void> {
  const present = await listTables(client);
  const lacking = manifest.tables.filter((table) => table.rows > 0 && missingColumns(table, present).length > 0);
  if (lacking.length > 0) {
    const words = lacking.map(
      (table) => `${table.schema}.${table.name} (${missingColumns(table, present).join(', ')})`,
    );
    throw new BackupFailure(
      `this version has no place for: ${words.join('; ')}. Restore with version ${manifest.software}`,
    );
  }
  const filled = manifest.tables.filter((table) => table.rows > 0);
  const known = present.filter((table) =>
    manifest.tables.some((one) => one.schema === table.schema && one.name === table.name),
  );
  // Rows that making the tables brought (the list of migrations, queues) are in the backup too.
  if (known.length > 0) await client.query(`truncate ${known.map(quoted).join(', ')} cascade`);
  for (const table of await parentsFirst(client, filled)) {
    await fillTable(client, join(dir, (table as Manifest['tables'][number]).path), table);
    options.onProgress?.(`table ${table.schema}.${table.name}`);
  }
  for (const one of manifest.sequences) {
    const exists = await client.query('select to_regclass($1) is not null as yes', [quoted(one)]);
    if (exists.rows[0].yes)
      await client.query('select setval($1::regclass, $2, $3)', [quoted(one), one.value, one.isCalled]);
  }
  await compareCounts(client, filled);
}

async function fillTable(client: pg.Client, file: string, table: Table): Promise<void> {
  // The rows are as the triggers left them: running these again would change them.
  await client.query(`alter table ${quoted(table)} disable trigger user`);
  const columns = table.columns.map(quote).join(', ');
  await copyIn(client, `copy ${quoted(table)} (${columns}) from stdin`, createReadStream(file));
  await client.query(`alter table ${quoted(table)} enable trigger user`);
}

async function compareCounts(client: pg.Client, tables: Manifest['tables']): Promise<void> {
  for (const table of tables) {
    const { rows } = await client.query(`select count(*)::int as n from ${quoted(table)}`);
    if (rows[0].n !== table.rows) {
      throw new BackupFailure(`${table.schema}.${table.name} has ${rows[0].n} rows, the backup ${table.rows}`);
    }
  }
}

function missingColumns(table: Table, present: Table[]): string[] {
  const here = present.find(({ schema, name }) => schema === table.schema && name === table.name);
  return here === undefined ? ['the table'] : table.columns.filter((column) => !here.columns.includes(column));
}

async function removeRestored({ dataDir, databaseUrl }: RestoreOptions, manifest: Manifest): Promise<void> {
  for (const { path } of manifest.files) await rm(join(dataDir, path), { force: true });
  if (!databaseUrl) await rm(join(dataDir, 'pg'), { recursive: true, force: true });
}
