import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';

export { migrate, migrationFiles } from './migrate.ts';

/** Every module adds its tables here by `declare module` in its store.ts; nobody else names them. */
// biome-ignore lint/suspicious/noEmptyInterface: merged by the modules
export interface Tables {}

export type Db = Kysely<Tables>;
export type Trx = Transaction<Tables>;
export type Database = { db: Db; pool: pg.Pool; close(): Promise<void> };

pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/** A pool of connections. `max` counts connections of this process; the jobs and the bus have their own. */
export const openDatabase = (connection: pg.PoolConfig, onError: (error: Error) => void): Database => {
  const pool = new pg.Pool({ max: 10, application_name: 'mingjian', connectionTimeoutMillis: 10_000, ...connection });
  // A connection that breaks while idle is replaced by the pool; without a listener it would end the process.
  pool.on('error', onError);
  const db: Db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  return { db, pool, close: () => db.destroy() };
};

const OLDEST = 150_000;

/** @throws Error when the server is older than PostgreSQL 15. */
export const checkVersion = async (pool: pg.Pool): Promise<void> => {
  const { rows } = await pool.query<{ server_version_num: string }>('show server_version_num');
  const version = Number(rows[0]!.server_version_num);
  if (version < OLDEST)
    throw new Error(`PostgreSQL ${Math.floor(version / 10_000)} is too old: DATABASE_URL needs 15 or newer`);
};
