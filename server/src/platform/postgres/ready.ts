/** Ready means: `select 1` answers. Then the product's database exists, made once. */
import pg from 'pg';
import { PostgresFailure } from './failure.ts';

export const USER = 'mj';
export const DATABASE = 'mj';
export type Address = { socketDir: string; port: number };

const POLL_MS = 50;
const QUERY_TIMEOUT_MS = 2_000;

/** Polls until the server answers. Fails at once when `exited()` is true, and after `timeoutMs` (crash recovery may take a while). */
export async function waitReady(address: Address, options: { exited: () => boolean; timeoutMs: number }) {
  const end = Date.now() + options.timeoutMs;
  while (!(await answers(address))) {
    if (options.exited()) throw new PostgresFailure('the embedded PostgreSQL ended while starting');
    if (Date.now() > end) {
      throw new PostgresFailure(`the embedded PostgreSQL did not answer within ${options.timeoutMs / 1000} s`);
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** True when a query comes back. */
export async function answers(address: Address): Promise<boolean> {
  return query(address, 'select 1').then(
    () => true,
    () => false,
  );
}

/** Creates the product's database when it is not there. */
export async function ensureDatabase(address: Address): Promise<void> {
  const { rows } = await query(address, `select 1 from pg_database where datname = '${DATABASE}'`);
  if (rows.length === 0) await query(address, `create database ${DATABASE}`, 0);
}

async function query(address: Address, sql: string, timeoutMs = QUERY_TIMEOUT_MS): Promise<pg.QueryResult> {
  const client = new pg.Client({
    host: address.socketDir,
    port: address.port,
    user: USER,
    database: 'postgres',
    connectionTimeoutMillis: QUERY_TIMEOUT_MS,
    ...(timeoutMs > 0 ? { query_timeout: timeoutMs } : {}),
  });
  // A server that goes away between two polls must not become an uncaught 'error' event.
  client.on('error', () => {});
  try {
    await client.connect();
    return await client.query(sql);
  } finally {
    await client.end().catch(() => {});
  }
}
