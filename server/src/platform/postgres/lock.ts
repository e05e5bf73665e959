/** One process owns a data folder. Without this a second start would adopt the first one's database and stop it at its end. */
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PostgresFailure } from './failure.ts';
import { startTicks } from './process.ts';

type Owner = { pid: number; startTicks: number };

/** Takes the lock and answers the function that gives it back. Throws PostgresFailure when a live process holds it. */
export function takeLock(dataDir: string): () => void {
  const file = join(dataDir, 'owner.json');
  const mine = `${file}.${process.pid}`;
  const owner: Owner = { pid: process.pid, startTicks: startTicks(process.pid) ?? 0 };
  writeFileSync(mine, JSON.stringify(owner));
  try {
    claim(mine, file, dataDir);
  } finally {
    rmSync(mine, { force: true });
  }
  return () => rmSync(file, { force: true });
}

function claim(mine: string, file: string, dataDir: string): void {
  try {
    // A hard link appears whole or not at all, and fails when the name is taken.
    linkSync(mine, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const holder = readOwner(file);
    if (holder !== null && startTicks(holder.pid) === holder.startTicks) {
      throw new PostgresFailure(
        `${dataDir} is in use by process ${holder.pid}. Stop that one first, or give this one another folder (--data, MJ_DATA)`,
      );
    }
    rmSync(file, { force: true });
    linkSync(mine, file);
  }
}

function readOwner(file: string): Owner | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Owner;
  } catch {
    return null;
  }
}
