import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';

export type Migration = { name: string; sql: string; checksum: string };

const FOLDER = join(import.meta.dirname, '../../../migrations');
/** Any number, the same in every process: only one of them migrates at a time. */
const LOCK = 4_201_125;

/** The migrations in order: `0001-people.sql`, …; numbers have no gap. */
export const migrationFiles = (folder: string = FOLDER): Migration[] => {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort();
  names.forEach((name, index) => {
    if (Number(name.slice(0, 4)) !== index + 1) throw new Error(`migration ${name} should be number ${index + 1}`);
  });
  return names.map((name) => {
    const sql = readFileSync(join(folder, name), 'utf8');
    return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
  });
};

/**
 * Applies what is missing, forward only, each migration in its own transaction, one process at a time.
 * Returns the names that were applied. @throws Error when an applied one was edited, or the database is newer than the program.
 */
export const migrate = async (pool: pg.Pool, migrations: Migration[] = migrationFiles()): Promise<string[]> => {
  const client = await pool.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    await client.query(
      'create table if not exists migration (name text primary key, checksum text not null, applied_at timestamptz not null default now())',
    );
    const { rows } = await client.query<{ name: string; checksum: string }>(
      'select name, checksum from migration order by name',
    );
    refuseStrange(rows, migrations);
    const missing = migrations.slice(rows.length);
    for (const one of missing) await apply(client, one);
    return missing.map(({ name }) => name);
  } finally {
    await client.query('select pg_advisory_unlock($1)', [LOCK]).catch(() => {});
    client.release();
  }
};

const refuseStrange = (applied: { name: string; checksum: string }[], migrations: Migration[]): void => {
  applied.forEach((row, index) => {
    const file = migrations[index];
    if (file === undefined)
      throw new Error(`the database has ${row.name}, which this program does not know: it is older than its data`);
    if (file.name !== row.name || file.checksum !== row.checksum)
      throw new Error(`migration ${row.name} was changed after it was applied (${file.name}); add a new one instead`);
  });
};

const apply = async (client: pg.PoolClient, migration: Migration): Promise<void> => {
  try {
    await client.query('begin');
    await client.query(migration.sql);
    await client.query('insert into migration (name, checksum) values ($1, $2)', [migration.name, migration.checksum]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new Error(`migration ${migration.name} failed and was rolled back: ${(error as Error).message}`);
  }
};
