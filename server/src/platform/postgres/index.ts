/** The embedded PostgreSQL: started beside the server, reachable by a unix socket only, found again after a crash. */
import { chmodSync, mkdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Binaries, copyBinaries, findBinaries, makeLinks } from './binaries.ts';
import { initCluster, openCluster } from './cluster.ts';
import { OTHER_WAY, PostgresFailure } from './failure.ts';
import { takeLock } from './lock.ts';
import { clearBackends, findRunning, type Running } from './postmaster.ts';
import { type Address, DATABASE, ensureDatabase, USER, waitReady } from './ready.ts';
import { type Place, startServer, stopServer } from './server.ts';
import { isShortEnough, temporarySocketDir } from './socket.ts';
import { watch } from './watch.ts';
import { canRun, giveTo, type Way, waysFor } from './way.ts';

export { PostgresFailure } from './failure.ts';

export type PostgresOptions = {
  /** Folder of the database alone (`<data>/pg`); made with mode 0700 when missing. */
  dataDir: string;
  /** For what cannot lie in `dataDir`: a socket with a too long path, a copy of the programs. Default: the system's temporary folder. */
  runtimeDir?: string;
  /** Told what happens, one sentence at a time. */
  log?: (message: string) => void;
};
export type Connection = { host: string; port: number; user: 'mj'; database: 'mj' };
export type Postgres = {
  connection: Connection;
  url: string;
  /** Process id of the postmaster now; it changes when a killed one is started again. */
  readonly pid: number;
  /** True when the postmaster of an earlier, killed process was taken over. */
  adopted: boolean;
  /** Ends the server, adopted or not, and waits until it is gone. */
  stop(): Promise<void>;
};

const ADOPT_MS = 60_000;

/**
 * Starts, or takes over, the PostgreSQL of a data folder.
 * @throws PostgresFailure with what to do; with the log's tail when the server ended while starting.
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const log = options.log ?? (() => {});
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
  const dataDir = realpathSync(options.dataDir);
  chmodSync(dataDir, 0o700);
  const unlock = takeLock(dataDir);
  try {
    return await startLocked(dataDir, { log, unlock, runtimeDir: options.runtimeDir ?? tmpdir() });
  } catch (error) {
    unlock();
    throw error;
  }
}

/** The address of the database of a data folder while some process runs it; null when it is down. Starts and owns nothing. */
export function runningPostgres(dataDir: string): { connection: Connection; url: string } | null {
  try {
    const running = findRunning(realpathSync(join(dataDir, 'cluster')));
    return running === null ? null : addressOf(running);
  } catch {
    return null;
  }
}

type Start = { log: (message: string) => void; unlock: () => void; runtimeDir: string };

async function startLocked(dataDir: string, { log, unlock, runtimeDir }: Start): Promise<Postgres> {
  const clusterDir = join(dataDir, 'cluster');
  const orphan = findRunning(clusterDir);
  const adopted = orphan !== null && (await adopt(orphan, clusterDir, log));
  let running = orphan;
  if (!adopted) running = await startFresh(dataDir, { log, runtimeDir });
  await ensureDatabase(running!);
  const watched = watch(running!, { clusterDir, log, restart: () => startFresh(dataDir, { log, runtimeDir }) });
  return {
    ...addressOf(running!),
    adopted,
    get pid() {
      return watched.pid();
    },
    async stop() {
      await watched.end();
      await stopServer(watched.pid(), clusterDir);
      const { socketDir } = running!;
      if (socketDir !== dataDir) rmSync(socketDir, { recursive: true, force: true });
      unlock();
    },
  };
}

async function adopt(orphan: Running, clusterDir: string, log: (message: string) => void): Promise<boolean> {
  const exited = () => findRunning(clusterDir)?.pid !== orphan.pid;
  const answered = await waitReady(orphan, { exited, timeoutMs: ADOPT_MS }).then(
    () => true,
    () => false,
  );
  if (answered) log(`took over the running database, process ${orphan.pid}`);
  else await stopServer(orphan.pid, clusterDir);
  return answered;
}

async function startFresh(dataDir: string, { log, runtimeDir }: Omit<Start, 'unlock'>): Promise<Running> {
  const left = await clearBackends(join(dataDir, 'cluster'));
  if (left > 0) log(`ended ${left} processes of a database that was killed`);
  const cluster = openCluster(dataDir);
  const place = choosePlace(dataDir, { clusterDir: cluster.dir, runtimeDir });
  if (cluster.isNew) {
    log('making the database');
    place.clusterDir = initCluster(cluster.dir, place);
  }
  giveTo(place.way, place.clusterDir);
  const { child, address } = await startServer(place);
  child.unref();
  return { pid: child.pid!, ...address };
}

/** The first combination of way, programs and socket folder that works here. */
function choosePlace(dataDir: string, options: { clusterDir: string; runtimeDir: string }): Place {
  const { clusterDir, runtimeDir } = options;
  const binaries = findBinaries();
  for (const way of waysFor(clusterDir)) {
    giveTo(way, clusterDir);
    const nativeDir = chooseNative(binaries, { way, clusterDir, runtimeDir });
    if (nativeDir === null) continue;
    const program = join(nativeDir, 'bin', 'postgres');
    const beside = isShortEnough(dataDir) && canRun(way, program, { clusterDir, writable: ['.', dataDir] });
    const socketDir = beside ? dataDir : temporarySocketDir(dataDir, { runtimeDir, way });
    return { clusterDir, nativeDir, socketDir, logFile: join(dataDir, 'postgres.log'), way };
  }
  rmSync(join(dataDir, 'cluster.new'), { recursive: true, force: true });
  throw new PostgresFailure(
    `PostgreSQL cannot run here on ${dataDir}: the folder is not writable by this user, or its programs cannot be started. ` +
      `Choose another folder (--data, MJ_DATA). ${OTHER_WAY}`,
  );
}

type Choice = { way: Way; clusterDir: string; runtimeDir: string };

function chooseNative(binaries: Binaries, { way, clusterDir, runtimeDir }: Choice): string | null {
  const works = (dir: string) => canRun(way, join(dir, 'bin', 'postgres'), { clusterDir, writable: ['.'] });
  if (makeLinks(binaries.nativeDir) && works(binaries.nativeDir)) return binaries.nativeDir;
  // Only the folder may be the hindrance: then a copy does not help and costs 60 MB.
  if (!canRun(way, '/bin/true', { clusterDir, writable: ['.'] })) return null;
  const copy = copyBinaries(binaries, runtimeDir);
  return works(copy) ? copy : null;
}

function addressOf({ socketDir, port }: Address): { connection: Connection; url: string } {
  return {
    connection: { host: socketDir, port, user: USER, database: DATABASE },
    url: `postgresql://${USER}@${encodeURIComponent(socketDir)}:${port}/${DATABASE}`,
  };
}
