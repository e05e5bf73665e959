/** A consistent copy of a running instance, without stopping it. */
import { createHash } from 'node:crypto';
import { createWriteStream, existsSync, readdirSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import { finished } from 'node:stream/promises';
import type pg from 'pg';
import { copyOut } from './copy.ts';
import { type Instance, inTransaction, withDatabase } from './database.ts';
import { copyFile, keptFiles, syncFolder } from './files.ts';
import { BackupFailure, FORMAT, type Kept, MANIFEST, type Manifest } from './manifest.ts';
import { describe, type Schema } from './schema.ts';
import { listSequences, listTables, quote, quoted, type Table } from './tables.ts';

export type BackupOptions = Instance & { software: string; onProgress?: (words: string) => void };

/**
 * Writes a backup of the instance to `dir`, which must not exist or be empty. It appears under its name only when whole.
 *
 * The database is read in one REPEATABLE READ snapshot. Files are copied after the snapshot was taken: whatever a row
 * of it names was on disk before that row was committed, objects never change, and timelines only grow.
 */
export async function backUp(dir: string, options: BackupOptions): Promise<Manifest> {
  if (existsSync(dir) && readdirSync(dir).length > 0) throw new BackupFailure(`${dir} is not empty; name a new folder`);
  if (!existsSync(options.dataDir)) throw new BackupFailure(`there is no instance in ${options.dataDir}`);
  const fresh = `${dir.replace(/\/+$/, '')}.partial`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(join(fresh, 'tables'), { recursive: true, mode: 0o700 });
  await mkdir(join(fresh, 'files'), { mode: 0o700 });
  const manifest = await withDatabase(options, (url) =>
    inTransaction(url, {
      begin: 'begin transaction isolation level repeatable read read only',
      work: (client) => copyAll(client, fresh, options),
    }),
  );
  await writeDurably(join(fresh, MANIFEST), `${JSON.stringify(manifest, null, 1)}\n`);
  await syncFolder(fresh);
  if (existsSync(dir)) await rm(dir, { recursive: true });
  await rename(fresh, dir);
  await syncFolder(dirname(dir));
  return manifest;
}

async function copyAll(client: pg.Client, fresh: string, options: BackupOptions): Promise<Manifest> {
  const say = options.onProgress ?? (() => {});
  // The first query of the transaction takes the snapshot.
  const { rows } = await client.query(`select now() as at, current_setting('server_version') as version`);
  const schema = await writeSchema(await describe(client), fresh);
  const tables: Manifest['tables'] = [];
  for (const table of await listTables(client)) {
    tables.push({ ...table, ...(await copyTable(client, table, fresh)) });
    say(`table ${table.schema}.${table.name}`);
  }
  const sequences = await listSequences(client);
  const files: Kept[] = [];
  for (const path of await keptFiles(options.dataDir)) {
    const kept = await copyFile(join(options.dataDir, path), join(fresh, 'files', path));
    if (kept !== null) files.push({ path, ...kept });
    say(`file ${path}`);
  }
  const { at, version } = rows[0] as { at: Date; version: string };
  return {
    format: FORMAT,
    software: options.software,
    takenAt: at.toISOString(),
    postgres: version,
    schema,
    tables,
    sequences,
    files,
  };
}

async function writeSchema(schema: Schema, fresh: string): Promise<Kept> {
  const text = JSON.stringify(schema, null, 1);
  await writeDurably(join(fresh, 'schema.json'), text);
  const sha256 = createHash('sha256').update(text).digest('hex');
  return { path: 'schema.json', bytes: Buffer.byteLength(text), sha256 };
}

async function copyTable(client: pg.Client, table: Table, fresh: string): Promise<Kept & { rows: number }> {
  const path = join('tables', `${encodeURIComponent(`${table.schema}.${table.name}`)}.copy`);
  const hash = createHash('sha256');
  const found = { bytes: 0, rows: 0 };
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      found.bytes += chunk.length;
      // In COPY's text format a newline inside a value is written as \n, so each newline ends a row.
      for (const byte of chunk) if (byte === 0x0a) found.rows += 1;
      done(null, chunk);
    },
  });
  const file = createWriteStream(join(fresh, path), { flags: 'wx', mode: 0o600, flush: true });
  measure.pipe(file);
  await copyOut(
    client,
    `copy (select ${table.columns.map(quote).join(', ')} from ${quoted(table)}) to stdout`,
    measure,
  );
  measure.end();
  await finished(file);
  return { path, ...found, sha256: hash.digest('hex') };
}

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  await file.writeFile(text);
  await file.sync();
  await file.close();
}
