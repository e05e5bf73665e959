/** Room and memory, and whether a database can run. */
import { existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { runningPostgres, startPostgres } from '../../server/src/platform/postgres/index.ts';
import type { Finding } from './finding.ts';

const GIB = 2 ** 30;
/** Models take 0.6 GB, the packages 0.8 GB; below this an upload of 2 GB with its proxy does not fit. */
const LEAST_FREE_BYTES = 6 * GIB;
/** One inspection uses up to 2 GB over all its processes. */
const LEAST_MEMORY_BYTES = 3 * GIB;

export function diskFinding(dataDir: string): Finding {
  let dir = dataDir;
  while (!existsSync(dir)) dir = dirname(dir);
  const { bavail, bsize } = statfsSync(dir);
  const words = `${((bavail * bsize) / GIB).toFixed(1)} GiB free for ${dataDir}`;
  if (bavail * bsize >= LEAST_FREE_BYTES) return { name: 'disk', state: 'good', words };
  return {
    name: 'disk',
    state: 'missing',
    words,
    fix: `free ${LEAST_FREE_BYTES / GIB} GiB, or set MJ_DATA to a larger disk`,
  };
}

export function memoryFinding(): Finding {
  const words = `${(totalmem() / GIB).toFixed(1)} GiB`;
  if (totalmem() >= LEAST_MEMORY_BYTES) return { name: 'memory', state: 'good', words };
  return {
    name: 'memory',
    state: 'limited',
    words: `${words}: one inspection may need 2 GiB`,
    fix: 'give the machine 4 GiB',
  };
}

/** Asks the database there is; without one, starts the embedded one in a folder of its own and stops it. */
export async function databaseFinding(dataDir: string): Promise<Finding> {
  const given = process.env.DATABASE_URL;
  if (given !== undefined && given !== '') return ask('DATABASE_URL', given);
  const running = runningPostgres(join(dataDir, 'pg'));
  if (running !== null) return ask('embedded, running', running.url);
  const probe = mkdtempSync(join(tmpdir(), 'mj-doctor-'));
  try {
    const server = await startPostgres({ dataDir: join(probe, 'pg') });
    const finding = await ask('embedded, tried out', server.url);
    await server.stop();
    return finding;
  } catch (error) {
    return {
      name: 'database',
      state: 'missing',
      words: (error as Error).message,
      fix: 'set DATABASE_URL to a PostgreSQL 15 or newer',
    };
  } finally {
    rmSync(probe, { recursive: true, force: true });
  }
}

async function ask(which: string, connectionString: string): Promise<Finding> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query(
      "select current_setting('server_version_num')::int as number, current_setting('server_version') as version",
    );
    const words = `PostgreSQL ${rows[0].version} (${which})`;
    if (rows[0].number >= 150_000) return { name: 'database', state: 'good', words };
    return {
      name: 'database',
      state: 'missing',
      words: `${words} is too old`,
      fix: 'PostgreSQL 15 or newer is needed',
    };
  } catch (error) {
    const fix = 'check DATABASE_URL: postgresql://user:password@host:5432/database';
    return { name: 'database', state: 'missing', words: `${which} does not answer: ${(error as Error).message}`, fix };
  } finally {
    await client.end().catch(() => {});
  }
}
