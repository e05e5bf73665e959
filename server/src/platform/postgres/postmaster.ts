/** Finds the server that runs on a cluster, and clears away what a killed one left behind. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isPostgresIn, postgresIn, waitUntil } from './process.ts';

export type Running = { pid: number; socketDir: string; port: number };

/**
 * The postmaster of a cluster: the one named in postmaster.pid, when that process lives and works in this folder.
 * @param clusterDir real path of the cluster
 */
export function findRunning(clusterDir: string): Running | null {
  let lines: string[];
  try {
    lines = readFileSync(join(clusterDir, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return null;
  }
  // Line 1 pid, 4 port, 5 socket folder (PostgreSQL, miscadmin.h, LOCK_FILE_LINE_*).
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  const socketDir = lines[4]?.trim() ?? '';
  return isPostgresIn(pid, clusterDir) && socketDir !== '' ? { pid, socketDir, port } : null;
}

const BACKENDS_END_MS = 5_000;

/**
 * After a `kill -9` of the postmaster its backends live on for a moment and hold the shared memory, and a new start
 * fails with "pre-existing shared memory block is still in use". Asks them to quit, then kills them. Call it only under
 * the folder's lock and when findRunning() found nothing.
 */
export async function clearBackends(clusterDir: string): Promise<number> {
  const left = postgresIn(clusterDir);
  for (const pid of left) signal(pid, 'SIGQUIT');
  const gone = () => left.every((pid) => !isPostgresIn(pid, clusterDir));
  if (!(await waitUntil(gone, BACKENDS_END_MS))) {
    for (const pid of left) signal(pid, 'SIGKILL');
    await waitUntil(gone, BACKENDS_END_MS);
  }
  // The pid file names a process that is gone. It may linger as a zombie where nothing reaps orphans (a container without
  // an init), and PostgreSQL would take the zombie for a live server.
  rmSync(join(clusterDir, 'postmaster.pid'), { force: true });
  return left.length;
}

/** Sends a signal; a process that has just ended is no error. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
