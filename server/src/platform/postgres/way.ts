/**
 * PostgreSQL refuses to run as root. The ways out, best first:
 *   direct     this is an ordinary user with a name: start it as it is
 *   namespace  root, user namespaces allowed: inside, the process is nobody; outside it stays root and reads 0700 folders
 *   user       root, namespaces forbidden (some containers): give the cluster to another user and start as that one
 * In every way the working directory is the cluster and `-D` is /proc/self/cwd: the folder is entered before the rights
 * are dropped, so the folders above it may be closed to that user.
 */
import { type SpawnOptions, spawnSync } from 'node:child_process';
import { chownSync, lstatSync, readdirSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';

export type Way = { kind: 'direct' } | { kind: 'namespace' } | { kind: 'user'; uid: number; gid: number };
export type Launch = { command: string; args: string[]; options: SpawnOptions };

/** The uid of nobody. It must be one that /etc/passwd knows, or initdb refuses. */
export const NOBODY = 65_534;
const UNSHARE = ['--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`, '--'];

/** The ways to try, in order. A cluster that already belongs to an ordinary user keeps that user. */
export function waysFor(clusterDir: string): Way[] {
  // A uid without a name (a container started with any number) is refused by initdb; inside a namespace it is nobody.
  if (process.getuid?.() !== 0) return [{ kind: hasName() ? 'direct' : 'namespace' }];
  const { uid, gid } = lstatSync(clusterDir);
  const user: Way = uid === 0 ? { kind: 'user', uid: NOBODY, gid: NOBODY } : { kind: 'user', uid, gid };
  return [{ kind: 'namespace' }, user];
}

function hasName(): boolean {
  try {
    return userInfo().username !== '';
  } catch {
    return false;
  }
}

/** How to start `program` in that way, in `clusterDir`. */
export function launch(way: Way, program: string, options: { args: string[]; clusterDir: string }): Launch {
  const { args, clusterDir } = options;
  const base = { cwd: clusterDir, env: environment() };
  if (way.kind === 'namespace') return { command: 'unshare', args: [...UNSHARE, program, ...args], options: base };
  if (way.kind === 'user') return { command: program, args, options: { ...base, uid: way.uid, gid: way.gid } };
  return { command: program, args, options: base };
}

/** True when, in that way, the programs can run and every folder in `writable` (`.` is the cluster) can be written. */
export function canRun(way: Way, program: string, options: { clusterDir: string; writable: string[] }): boolean {
  const script = 'p=$1; shift; for d; do test -w "$d" || exit 1; done; exec "$p" --version';
  const args = ['-c', script, 'sh', program, ...options.writable];
  const probe = launch(way, '/bin/sh', { args, clusterDir: options.clusterDir });
  return spawnSync(probe.command, probe.args, { ...probe.options, stdio: 'ignore' }).status === 0;
}

/** Gives a folder and all in it to the user of the way; does nothing in the other ways. */
export function giveTo(way: Way, dir: string): void {
  if (way.kind !== 'user' || lstatSync(dir).uid === way.uid) return;
  for (const entry of readdirSync(dir, { recursive: true, encoding: 'utf8' })) {
    const path = join(dir, entry);
    if (!lstatSync(path).isSymbolicLink()) chownSync(path, way.uid, way.gid);
  }
  // The folder itself last: it is what a later start looks at.
  chownSync(dir, way.uid, way.gid);
}

/** PATH only: a PGDATA or PGPORT of the person's shell must not reach this server. */
function environment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH ?? '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C.UTF-8', TZ: 'UTC' };
}
