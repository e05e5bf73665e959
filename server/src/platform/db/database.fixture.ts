/** For tests: a real database in a temporary folder, brought forward. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate, readMigrations } from '../migrate/index.ts';
import { startPostgres } from '../postgres/index.ts';
import { type Database, openDatabase } from './index.ts';

export type TestDatabase = { db: Database; url: string; dataDir: string; stop(): Promise<void> };

export async function startTestDatabase(): Promise<TestDatabase> {
  const dataDir = mkdtempSync(join(tmpdir(), 'mj-server-'));
  const postgres = await startPostgres({ dataDir: join(dataDir, 'pg') });
  const db = openDatabase(postgres.url);
  await migrate(db, readMigrations(new URL('../../../migrations/', import.meta.url)));
  const stop = async () => {
    await db.close();
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { db, url: postgres.url, dataDir, stop };
}
