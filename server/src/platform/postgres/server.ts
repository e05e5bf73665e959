/** One postmaster: started, watched until it answers, stopped. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { logTail, PostgresFailure } from './failure.ts';
import { signal } from './postmaster.ts';
import { isPostgresIn, waitUntil } from './process.ts';
import { type Address, waitReady } from './ready.ts';
import { PORT } from './socket.ts';
import { launch, type Way } from './way.ts';

export type Place = { clusterDir: string; nativeDir: string; socketDir: string; logFile: string; way: Way };

/** Recovery after a crash replays the log: at most some minutes. */
const READY_MS = 120_000;
const FAST_STOP_MS = 20_000;
const LOG_BYTES = 16 * 1024 * 1024;

/** Starts the server and waits until it answers. Throws PostgresFailure with the log's tail. */
export async function startServer(place: Place): Promise<{ child: ChildProcess; address: Address }> {
  const child = spawnServer(place);
  const address = { socketDir: place.socketDir, port: PORT };
  let failure: Error | null = null;
  child.on('error', (error) => {
    failure = error;
  });
  const exited = () => failure !== null || child.exitCode !== null || child.signalCode !== null;
  try {
    await waitReady(address, { exited, timeoutMs: READY_MS });
  } catch (error) {
    child.kill('SIGQUIT');
    const reason = failure === null ? '' : `: ${(failure as Error).message}`;
    throw new PostgresFailure(`${(error as Error).message}${reason} (${place.logFile})`, logTail(place.logFile));
  }
  return { child, address };
}

function spawnServer(place: Place): ChildProcess {
  const program = join(place.nativeDir, 'bin', 'postgres');
  const { command, args, options } = launch(place.way, program, {
    clusterDir: place.clusterDir,
    args: [
      '-D/proc/self/cwd',
      `-k${place.socketDir}`,
      `-p${PORT}`,
      '-clisten_addresses=',
      '-cunix_socket_permissions=0700',
      '-ccluster_name=mj',
    ],
  });
  turnLog(place.logFile);
  // Left by a killed server, for the same reason as postmaster.pid (see clearBackends); the folder's lock is ours.
  for (const end of ['', '.lock']) rmSync(join(place.socketDir, `.s.PGSQL.${PORT}${end}`), { force: true });
  const log = openSync(place.logFile, 'a', 0o600);
  try {
    // Its own session: Ctrl-C in the terminal must reach node first, which drains and then stops the database.
    return spawn(command, args, { ...options, detached: true, stdio: ['ignore', log, log] });
  } finally {
    closeSync(log);
  }
}

/** Keeps one older log beside the present one. */
function turnLog(logFile: string): void {
  const size = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LOG_BYTES) {
    rmSync(`${logFile}.1`, { force: true });
    renameSync(logFile, `${logFile}.1`);
  }
}

/** Fast shutdown (sessions are ended, everything is on disk); after 20 s an immediate one, which the next start recovers from. */
export async function stopServer(pid: number, clusterDir: string): Promise<void> {
  const gone = () => !isPostgresIn(pid, clusterDir);
  for (const name of ['SIGINT', 'SIGQUIT'] as const) {
    if (gone()) return;
    signal(pid, name);
    if (await waitUntil(gone, FAST_STOP_MS)) return;
  }
  throw new PostgresFailure(`PostgreSQL process ${pid} does not end; end it with: kill -9 ${pid}`);
}
