/**
 * From `./mj start` to a server that answers /readyz, after installation: the first start on an empty data folder, after a
 * clean stop, after kill -9 of the server, and after kill -9 of server and database. Bars: 15 s, 3 s, 10 s, 10 s (quiet 2 cores).
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = new URL('..', import.meta.url).pathname;
const dataDir = mkdtempSync(join(tmpdir(), 'mj-bench-start-'));
const LIMIT_MS = 120_000;

const rows: { start: string; seconds: number; 'bar s': number; ok: string }[] = [];
try {
  const port = await freePort();
  const first = await start('first, empty folder', { port, barSeconds: 15 });
  await stop(first, 'SIGTERM');
  const second = await start('after a clean stop', { port, barSeconds: 3 });
  await stop(second, 'SIGKILL');
  const third = await start('after kill -9 of the server', { port, barSeconds: 10 });
  const postmaster = Number(readFileSync(join(dataDir, 'pg/cluster/postmaster.pid'), 'utf8').split('\n')[0]);
  await stop(third, 'SIGKILL');
  process.kill(postmaster, 'SIGKILL');
  const fourth = await start('after kill -9 of server and database', { port, barSeconds: 10 });
  await stop(fourth, 'SIGTERM');
  const left = spawnSync('pgrep', ['-f', dataDir], { encoding: 'utf8' }).stdout.trim().split('\n').filter(Boolean);
  console.table(rows);
  console.log(left.length === 0 ? 'nothing is left running' : `LEFT RUNNING: ${left.join(' ')}`);
  if (process.env.MJ_BENCH_RESULT)
    writeFileSync(process.env.MJ_BENCH_RESULT, JSON.stringify({ rows, left: left.length }));
  process.exitCode = left.length === 0 && rows.every(({ ok }) => ok === 'yes') ? 0 : 1;
} finally {
  rmSync(dataDir, { recursive: true, force: true });
}

async function start(name: string, options: { port: number; barSeconds: number }): Promise<ChildProcess> {
  const began = performance.now();
  const child = spawn(join(root, 'mj'), ['start', '--port', String(options.port), '--data', dataDir, '--no-demo'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, MJ_DATA: dataDir },
  });
  let words = '';
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    words += text;
  });
  while (!(await answers(options.port))) {
    if (child.exitCode !== null || performance.now() - began > LIMIT_MS) {
      throw new Error(`the server did not come up (${name}):\n${words.slice(-2_000)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  const seconds = (performance.now() - began) / 1000;
  rows.push({
    start: name,
    seconds: Number(seconds.toFixed(2)),
    'bar s': options.barSeconds,
    ok: seconds <= options.barSeconds ? 'yes' : 'NO',
  });
  return child;
}

async function answers(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );
}

async function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
