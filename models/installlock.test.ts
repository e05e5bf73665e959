import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { arrivalOf, lockFile, takeInstallLock } from './installlock.ts';

let dir = '';
let target = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'lock-'));
  target = join(dir, 'tiny');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** Another process that takes the lock, says so, and works until it is killed. */
const holder = async () => {
  const program = `
    const { takeInstallLock } = await import(${JSON.stringify(new URL('./installlock.ts', import.meta.url).href)});
    const lock = await takeInstallLock(${JSON.stringify(target)});
    lock.update({ phase: 'fetching', receivedBytes: 5, totalBytes: 10 });
    console.log('held');
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return child;
};

test('another process waits, sees the progress, and takes over when the holder is killed', async () => {
  const child = await holder();
  assert.deepEqual(arrivalOf(target), { phase: 'fetching', receivedBytes: 5, totalBytes: 10 });
  const seen: number[] = [];
  const lock = await takeInstallLock(target, {
    onWait: ({ receivedBytes }) => {
      seen.push(receivedBytes);
      child.kill('SIGKILL');
    },
  });
  assert.ok(seen.length > 0 && seen.every((bytes) => bytes === 5));
  lock.release();
  assert.equal(existsSync(lockFile(target)), false);
});

test('the pid of the holder given to another process does not keep the lock alive', async () => {
  const dead = { pid: process.pid, startedTicks: '1', arrival: { phase: 'fetching', receivedBytes: 1, totalBytes: 2 } };
  writeFileSync(lockFile(target), JSON.stringify(dead));
  assert.equal(arrivalOf(target), undefined);
  (await takeInstallLock(target)).release();
});

test('one who waits can be stopped', async () => {
  const lock = await takeInstallLock(target);
  const abort = new AbortController();
  const waiting = takeInstallLock(target, { signal: abort.signal, onWait: () => abort.abort() });
  await assert.rejects(waiting, { name: 'AbortError' });
  assert.ok(existsSync(lockFile(target)), 'the lock of the other stays');
  lock.release();
});
