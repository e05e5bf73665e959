/** What Linux says about another process. Everything here reads /proc and changes nothing. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Clock ticks since boot at which the process started; null when it is gone or a zombie. Guards against a reused pid. */
export function startTicks(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command name (field 2) may hold spaces and brackets: count from its last bracket. Field 3 is the state, 22 the start.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? null : Number(fields[19]);
  } catch {
    return null;
  }
}

/** True while the process runs (a zombie does not). */
export function isAlive(pid: number): boolean {
  return startTicks(pid) !== null;
}

/** The processes named `postgres` whose working directory is `clusterDir`: PostgreSQL keeps it there in all its processes. */
export function postgresIn(clusterDir: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => isPostgresIn(pid, clusterDir));
}

/** True when `pid` is a live PostgreSQL process working in `clusterDir` (a real path). */
export function isPostgresIn(pid: number, clusterDir: string): boolean {
  try {
    const isNamed = readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'postgres';
    return isNamed && isAlive(pid) && readlinkSync(`/proc/${pid}/cwd`) === clusterDir;
  } catch {
    return false;
  }
}

/** Resolves when `gone()` is true; polls every 20 ms. Answers false when `timeoutMs` passed first. */
export async function waitUntil(gone: () => boolean, timeoutMs: number): Promise<boolean> {
  const end = Date.now() + timeoutMs;
  while (!gone()) {
    if (Date.now() > end) return false;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return true;
}
