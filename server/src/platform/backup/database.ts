/** The database of an instance: the operator's own, the embedded one that runs, or the embedded one started for this. */
import { join } from 'node:path';
import pg from 'pg';
import { runningPostgres, startPostgres } from '../postgres/index.ts';

export type Instance = { dataDir: string; databaseUrl?: string | undefined };

/** Gives `work` the address of the database, and stops what was started for it. */
export async function withDatabase<T>(instance: Instance, work: (url: string) => Promise<T>): Promise<T> {
  if (instance.databaseUrl !== undefined && instance.databaseUrl !== '') return work(instance.databaseUrl);
  const dataDir = join(instance.dataDir, 'pg');
  const running = runningPostgres(dataDir);
  if (running !== null) return work(running.url);
  const own = await startPostgres({ dataDir });
  try {
    return await work(own.url);
  } finally {
    await own.stop();
  }
}

/** Gives `work` a connection inside one transaction: committed when it ends well, rolled back otherwise. */
export async function inTransaction<T>(
  url: string,
  options: { begin: string; work: (client: pg.Client) => Promise<T> },
): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query(options.begin);
    const result = await options.work(client);
    await client.query('commit');
    return result;
  } finally {
    await client.end().catch(() => {});
  }
}
