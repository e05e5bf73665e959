/** Makes the cluster, whole or not at all: into a side folder, renamed when complete, so a killed initdb leaves nothing half made. */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PostgresFailure } from './failure.ts';
import { USER } from './ready.ts';
import { giveTo, launch, type Way } from './way.ts';

// Independent of the machine's locales and of the ICU inside the package.
const INITDB = [
  '-D/proc/self/cwd',
  `--username=${USER}`,
  '--auth=trust',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--locale=C.UTF-8',
  '--encoding=UTF8',
  '--data-checksums',
];

/** The folder to probe and, when the cluster is new, to fill. */
export function openCluster(dataDir: string): { dir: string; isNew: boolean } {
  const dir = join(dataDir, 'cluster');
  if (existsSync(join(dir, 'PG_VERSION'))) return { dir, isNew: false };
  const fresh = join(dataDir, 'cluster.new');
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { mode: 0o700 });
  chmodSync(fresh, 0o700);
  return { dir: fresh, isNew: true };
}

/** Runs initdb in the new folder and moves it to its name; answers that name. Throws PostgresFailure with initdb's words. */
export function initCluster(fresh: string, options: { way: Way; nativeDir: string }): string {
  const { way, nativeDir } = options;
  giveTo(way, fresh);
  const {
    command,
    args,
    options: spawnOptions,
  } = launch(way, join(nativeDir, 'bin', 'initdb'), {
    args: INITDB,
    clusterDir: fresh,
  });
  const result = spawnSync(command, args, { ...spawnOptions, encoding: 'utf8' });
  if (result.status !== 0) {
    const words = `${result.error?.message ?? ''}${result.stdout ?? ''}${result.stderr ?? ''}`.trim().split('\n');
    throw new PostgresFailure('initdb could not make the database', words.slice(-12).join('\n'));
  }
  const dir = fresh.replace(/\.new$/, '');
  renameSync(fresh, dir);
  return dir;
}
