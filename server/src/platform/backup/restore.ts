/** Brings a backup into an empty instance: all of it, verified, or nothing. */
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { copyIn } from './copy.ts';
import { type Instance, inTransaction, withDatabase } from './database.ts';
import { copyFile, keptFiles, syncFolder } from './files.ts';
import { BackupFailure, type Manifest, problemsOf, readManifest } from './manifest.ts';
import { describe, runStatements, type Schema } from './schema.ts';
import { listTables, quote, quoted } from './tables.ts';

export type RestoreOptions = Instance & {
  /** Looks at every restored session; answers what is wrong, one sentence a session. */
  verifySessions: (instance: { url: string; dataDir: string }) => Promise<string[]>;
  onProgress?: (words: string) => void;
};

/**
 * @throws BackupFailure when the backup is damaged, the instance is not empty, or what was restored does not verify; the
 * instance is then left as it was found, apart from tables in a database given by DATABASE_URL when a session did not verify.
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

/** Tables, rows, then keys, indexes and triggers: nothing fires while rows are loaded, and their order does not matter. */
async function fill(client: pg.Client, dir: string, { manifest, options }: Source): Promise<void> {
  const schema = JSON.parse(await readFile(join(dir, manifest.schema.path), 'utf8')) as Schema;
  await runStatements(client, schema.before);
  for (const table of manifest.tables) {
    const columns = table.columns.map(quote).join(', ');
    const rows = createReadStream(join(dir, table.path));
    await copyIn(client, `copy ${quoted(table)} (${columns}) from stdin`, rows);
    options.onProgress?.(`table ${table.schema}.${table.name}`);
  }
  for (const one of manifest.sequences) {
    await client.query('select setval($1::regclass, $2, $3)', [quoted(one), one.value, one.isCalled]);
  }
  await runStatements(client, schema.after);
  await compareCounts(client, manifest.tables);
  await compareSchema(client, { manifest, schema });
}

/** What was made is described again and must read the same; another major version may word it otherwise. */
async function compareSchema(
  client: pg.Client,
  { manifest, schema }: { manifest: Manifest; schema: Schema },
): Promise<void> {
  const { rows } = await client.query(`select current_setting('server_version') as version`);
  if (Number.parseInt(rows[0].version, 10) !== Number.parseInt(manifest.postgres, 10)) return;
  const made = await describe(client);
  const lacking = [...schema.before, ...schema.after].filter((one) => ![...made.before, ...made.after].includes(one));
  if (lacking.length > 0) throw new BackupFailure(`this was not restored as it was: ${lacking.join('; ')}`);
}

async function compareCounts(client: pg.Client, tables: Manifest['tables']): Promise<void> {
  for (const table of tables) {
    const { rows } = await client.query(`select count(*)::int as n from ${quoted(table)}`);
    if (rows[0].n !== table.rows) {
      throw new BackupFailure(`${table.schema}.${table.name} has ${rows[0].n} rows, the backup ${table.rows}`);
    }
  }
}

async function removeRestored({ dataDir, databaseUrl }: RestoreOptions, manifest: Manifest): Promise<void> {
  for (const { path } of manifest.files) await rm(join(dataDir, path), { force: true });
  if (!databaseUrl) await rm(join(dataDir, 'pg'), { recursive: true, force: true });
}
