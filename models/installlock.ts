import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** How far a model has come; written into the lock so that every process can show it. */
export type Arrival = { receivedBytes: number; totalBytes: number; phase: Phase };
export type Phase = 'waiting' | 'fetching' | 'converting' | 'verifying' | 'ready';
type Holder = { pid: number; startedTicks: string; arrival: Arrival };

const guardStaleMs = 30_000;
const pollMs = 300;
export const lockFile = (target: string): string => `${target}.lock`;

/** Start time of a process in clock ticks: a number that another process with the same pid does not share. */
const ticksOf = (pid: number): string | undefined => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
};

const isAlive = (holder: Holder): boolean => {
  const ticks = ticksOf(holder.pid);
  if (ticks !== undefined) return ticks === holder.startedTicks;
  try {
    process.kill(holder.pid, 0);
    return holder.startedTicks === '';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

const readHolder = (path: string): Holder | 'none' | 'broken' => {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'none' : 'broken';
  }
};

/** A lock that was created but not yet written looks broken for an instant: only an old one is dead. */
const isDead = (path: string, holder: Holder | 'broken'): boolean => {
  if (holder !== 'broken') return !isAlive(holder);
  const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
  return age > 2000;
};

/** The arrival that a living process is working on, or undefined. */
export const arrivalOf = (target: string): Arrival | undefined => {
  const holder = readHolder(lockFile(target));
  return typeof holder === 'object' && isAlive(holder) ? holder.arrival : undefined;
};

const create = (path: string, content: string): boolean => {
  try {
    writeFileSync(path, content, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
};

/** Removes the lock of a dead process. The guard keeps two waiters from removing each other's fresh lock. */
const removeDead = (path: string): void => {
  const guard = `${path}.guard`;
  if (!create(guard, '')) {
    const age = Date.now() - (statSync(guard, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > guardStaleMs) rmSync(guard, { force: true });
    return;
  }
  try {
    const holder = readHolder(path);
    if (holder !== 'none' && isDead(path, holder)) rmSync(path, { force: true });
  } finally {
    rmSync(guard, { force: true });
  }
};

export type InstallLock = { update(arrival: Arrival): void; release(): void };

/**
 * Waits until this process is the only one that brings `target`. A holder that died is found by its pid and start time.
 * `onWait` gets the holder's progress meanwhile. @throws the signal's reason when aborted.
 */
export const takeInstallLock = async (
  target: string,
  options: { signal?: AbortSignal; onWait?: (arrival: Arrival) => void } = {},
): Promise<InstallLock> => {
  const path = lockFile(target);
  const own = { pid: process.pid, startedTicks: ticksOf(process.pid) ?? '' };
  const content = (arrival: Arrival) => JSON.stringify({ ...own, arrival });
  const start: Arrival = { receivedBytes: 0, totalBytes: 0, phase: 'waiting' };
  while (!create(path, content(start))) {
    options.signal?.throwIfAborted();
    const holder = readHolder(path);
    if (holder !== 'none' && isDead(path, holder)) removeDead(path);
    else {
      if (typeof holder === 'object') options.onWait?.(holder.arrival);
      await pause(pollMs, undefined, options.signal === undefined ? {} : { signal: options.signal });
    }
  }
  return {
    update: (arrival) => writeFileSync(path, content(arrival)),
    release: () => rmSync(path, { force: true }),
  };
};
