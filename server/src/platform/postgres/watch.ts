/** Keeps the database up while the server runs: a postmaster that dies unasked is started again, at most three times a minute. */
import type { Running } from './postmaster.ts';
import { isPostgresIn } from './process.ts';

const LOOK_MS = 500;
const WINDOW_MS = 60_000;
const RESTARTS = 3;

export type Watch = { clusterDir: string; log: (message: string) => void; restart: () => Promise<Running> };

/** Looks twice a second (one small read of /proc); the timer keeps no process alive. `end()` waits for a restart in progress. */
export function watch(first: Running, { clusterDir, log, restart }: Watch) {
  let pid = first.pid;
  let busy: Promise<void> = Promise.resolve();
  let restarts: number[] = [];
  let timer: NodeJS.Timeout | null = null;

  function look(): void {
    if (isPostgresIn(pid, clusterDir)) {
      next();
      return;
    }
    restarts = [...restarts.filter((at) => at > Date.now() - WINDOW_MS), Date.now()];
    if (restarts.length > RESTARTS) {
      log('the database keeps dying and is not started again; see postgres.log');
      return;
    }
    log(`the database process ${pid} died; starting it again`);
    busy = again();
  }
  async function again(): Promise<void> {
    try {
      pid = (await restart()).pid;
    } catch (error) {
      log(`the database could not be started again: ${(error as Error).message}`);
    }
    if (timer !== null) next();
  }
  function next(): void {
    timer = setTimeout(look, LOOK_MS);
    timer.unref();
  }
  async function end(): Promise<void> {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    await busy;
  }

  next();
  return { pid: () => pid, end };
}
