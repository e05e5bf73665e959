/** The database: a pool, and transactions in which a change, its audit row and its job stand or fall together. */
import pg from 'pg';
import { asQuery, type Sql } from './sql.ts';

export { allOf, type Sql, sql } from './sql.ts';

/** Runs statements: the pool, or one transaction. */
export type Db = {
  rows<Row>(statement: Sql): Promise<Row[]>;
  /** The first row, or undefined. */
  one<Row>(statement: Sql): Promise<Row | undefined>;
  /** How many rows were changed. */
  run(statement: Sql): Promise<number>;
  /** With plain text and values: for libraries that bring their own SQL (the job queue). */
  executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
};
export type Database = Db & {
  transaction<T>(work: (tx: Db) => Promise<T>): Promise<T>;
  pool: pg.Pool;
  close(): Promise<void>;
};

// int8 as number: no count or length of ours passes 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/** Connects lazily; `url` as DATABASE_URL. At most 12 connections. */
export function openDatabase(url: string, onError: (error: Error) => void = () => {}): Database {
  const pool = new pg.Pool({ connectionString: url, max: 12, connectionTimeoutMillis: 10_000 });
  let isClosing = false;
  // Without listeners a cut connection would end the process. A query in hand fails all the same; the pool connects anew.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', (error) => (isClosing ? undefined : onError(error))));
  const close = () => {
    isClosing = true;
    return pool.end();
  };
  return { ...dbOf(pool), pool, transaction: (work) => inTransaction(pool, work), close };
}

function dbOf(client: pg.Pool | pg.PoolClient): Db {
  const run = (statement: Sql) => client.query(asQuery(statement));
  return {
    rows: async <Row>(statement: Sql) => (await run(statement)).rows as Row[],
    one: async <Row>(statement: Sql) => (await run(statement)).rows[0] as Row | undefined,
    run: async (statement) => (await run(statement)).rowCount ?? 0,
    executeSql: async (text, values) => client.query(text, values),
  };
}

async function inTransaction<T>(pool: pg.Pool, work: (tx: Db) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const result = await work(dbOf(client));
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => {
      broken = failure;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
