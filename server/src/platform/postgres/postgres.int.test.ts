import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, test } from 'node:test';
import pg from 'pg';
import { PostgresFailure, runningPostgres, startPostgres } from './index.ts';
import { isAlive, isPostgresIn, postgresIn, waitUntil } from './process.ts';

const root = mkdtempSync(join(tmpdir(), 'mj-pg-'));
after(() => rmSync(root, { recursive: true, force: true }));
const isRoot = process.getuid?.() === 0;
const childFile = join(import.meta.dirname, 'child.fixture.ts');

async function sql(url: string, text: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return await client.query(text);
  } finally {
    await client.end().catch(() => {});
  }
}

/** Another node process that owns the database; answers its pid and what it printed. */
async function owner(dataDir: string, env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [childFile, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  return { child, started: await firstLine(child) };
}

type Started = { pid: number; adopted: boolean; url: string };
/** What the child printed first; a child that ends without a word is an error, not a wait. */
async function firstLine(child: ChildProcess): Promise<Started> {
  const ended = once(child, 'exit').then(([code]) => assert.fail(`the child ended with ${code}`));
  const [line] = await Promise.race([once(createInterface(child.stdout!), 'line'), ended]);
  ended.catch(() => {});
  return JSON.parse(line as string) as Started;
}

test('a 0700 folder: first start, no TCP, stop, second start keeps the rows', async () => {
  const home = join(root, 'closed');
  mkdirSync(home, { mode: 0o700 });
  const dataDir = join(home, 'pg');
  const first = await startPostgres({ dataDir });
  await sql(first.url, `create table t (n int); insert into t values (7)`);
  const facts = await sql(
    first.url,
    `select current_setting('listen_addresses') as tcp, current_setting('fsync') as fsync,
            current_setting('data_checksums') as sums, current_setting('server_encoding') as encoding`,
  );
  assert.deepEqual(facts.rows[0], { tcp: '', fsync: 'on', sums: 'on', encoding: 'UTF8' });
  assert.equal(first.adopted, false);
  assert.equal(statSync(dataDir).mode & 0o777, 0o700);
  assert.equal(runningPostgres(dataDir)?.url, first.url);
  await first.stop();
  assert.equal(isAlive(first.pid), false);
  assert.equal(runningPostgres(dataDir), null);
  const second = await startPostgres({ dataDir });
  assert.equal((await sql(second.url, 'select n from t')).rows[0].n, 7);
  await second.stop();
});

test('a second start on the same folder is refused while the first lives', async () => {
  const dataDir = join(root, 'locked');
  const { child } = await owner(dataDir);
  await assert.rejects(startPostgres({ dataDir }), new RegExp(`in use by process ${child.pid}`));
  child.kill('SIGTERM');
  await once(child, 'exit');
});

test('an orphan is adopted after kill -9 of its owner, and ends with the adopter on SIGTERM', async () => {
  const dataDir = join(root, 'orphan');
  const first = await owner(dataDir);
  await sql(first.started.url, 'create table t (n int); insert into t values (1)');
  first.child.kill('SIGKILL');
  await once(first.child, 'exit');
  assert.equal(isAlive(first.started.pid), true, 'the postmaster outlives its owner');
  const second = await owner(dataDir);
  assert.deepEqual([second.started.adopted, second.started.pid], [true, first.started.pid]);
  assert.equal((await sql(second.started.url, 'select count(*)::int as n from t')).rows[0].n, 1);
  second.child.kill('SIGTERM');
  await once(second.child, 'exit');
  assert.equal(isAlive(first.started.pid), false, 'the adopted postmaster is stopped');
});

test('kill -9 of owner and postmaster: acknowledged rows are there at the next start', async () => {
  const dataDir = join(root, 'crash');
  const first = await owner(dataDir);
  await sql(first.started.url, 'create table t (n int); insert into t select generate_series(1, 100)');
  const busy = sql(first.started.url, 'select pg_sleep(60)').catch(() => 'cut off');
  first.child.kill('SIGKILL');
  process.kill(first.started.pid, 'SIGKILL');
  await once(first.child, 'exit');
  const next = await startPostgres({ dataDir });
  assert.equal(next.adopted, false);
  assert.equal((await sql(next.url, 'select count(*)::int as n from t')).rows[0].n, 100);
  assert.equal(await busy, 'cut off');
  await next.stop();
});

test('kill -9 of the postmaster alone: it is started again under the same address', async () => {
  const dataDir = join(root, 'watched');
  const messages: string[] = [];
  const server = await startPostgres({ dataDir, log: (message) => messages.push(message) });
  const before = server.pid;
  process.kill(before, 'SIGKILL');
  assert.equal(await waitUntil(() => server.pid !== before, 20_000), true);
  assert.equal((await sql(server.url, 'select 1 as one')).rows[0].one, 1);
  assert.ok(messages.some((message) => message.includes(`${before} died`)));
  await server.stop();
  assert.deepEqual(postgresIn(join(dataDir, 'cluster')), []);
});

test('kill -9 of a backend: PostgreSQL recovers by itself and the postmaster stays', async () => {
  const dataDir = join(root, 'backend');
  const server = await startPostgres({ dataDir });
  const before = server.pid;
  const client = new pg.Client({ connectionString: server.url });
  const cut = new Promise((resolve) => client.on('error', resolve));
  await client.connect();
  const { rows } = await client.query('select pg_backend_pid() as pid');
  process.kill(rows[0].pid, 'SIGKILL');
  await cut;
  const answersAgain = async () =>
    sql(server.url, 'select 1').then(
      () => true,
      () => false,
    );
  while (!(await answersAgain())) assert.ok(isPostgresIn(before, join(dataDir, 'cluster')));
  assert.equal(server.pid, before);
  await server.stop();
});

test('a start that fails says so at once, with the tail of the log, and leaves the folder free', async () => {
  const dataDir = join(root, 'broken');
  await (await startPostgres({ dataDir })).stop();
  const config = join(dataDir, 'cluster', 'postgresql.conf');
  const good = readFileSync(config, 'utf8');
  writeFileSync(config, `${good}\nno_such_setting = 1\n`);
  const began = Date.now();
  await assert.rejects(startPostgres({ dataDir }), (error) => {
    assert.ok(error instanceof PostgresFailure);
    assert.match(error.logTail, /no_such_setting/);
    return true;
  });
  assert.ok(Date.now() - began < 60_000, 'it does not wait for the ready limit');
  writeFileSync(config, good);
  await (await startPostgres({ dataDir })).stop();
});

test('an interrupted initdb leaves nothing that stops the next start', async () => {
  const dataDir = join(root, 'half');
  mkdirSync(join(dataDir, 'cluster.new', 'base'), { recursive: true });
  const server = await startPostgres({ dataDir });
  assert.equal(existsSync(join(dataDir, 'cluster.new')), false);
  await server.stop();
});

test('a path too long for a socket: the socket lies in the temporary folder', async () => {
  const dataDir = join(root, 'long', 'x'.repeat(100), 'pg');
  const server = await startPostgres({ dataDir });
  assert.ok(!server.connection.host.startsWith(dataDir));
  assert.ok(Buffer.byteLength(`${server.connection.host}/.s.PGSQL.5432`) < 108);
  assert.equal(statSync(server.connection.host).mode & 0o777, 0o700);
  assert.equal((await sql(server.url, 'select 1 as one')).rows[0].one, 1);
  await server.stop();
});

test('as root without unshare: another user runs it, in a 0700 folder too, and the cluster keeps that user', async (t) => {
  if (!isRoot) return t.skip('only root changes users');
  const home = join(root, 'noname');
  mkdirSync(home, { mode: 0o700 });
  // A PATH without unshare is what a container that forbids user namespaces looks like.
  const { child, started } = await owner(join(home, 'pg'), { PATH: root });
  assert.equal(statSync(`/proc/${started.pid}`).uid, 65_534);
  await sql(started.url, 'create table t (n int)');
  child.kill('SIGTERM');
  await once(child, 'exit');
  const server = await startPostgres({ dataDir: join(home, 'pg') });
  assert.equal(statSync(`/proc/${server.pid}`).uid, 65_534);
  await sql(server.url, 'insert into t values (1)');
  await server.stop();
});

for (const [name, uid] of [
  ['a user with a name', 1],
  ['a user number without a name', 12_345],
] as const) {
  test(`${name} starts it, in an own folder`, async (t) => {
    if (!isRoot) return t.skip('only root changes users');
    const home = mkdtempSync(join(tmpdir(), 'mj-user-'));
    chownSync(home, uid, uid);
    const as = [`--reuid=${uid}`, `--regid=${uid}`, '--clear-groups'];
    const isReadable = spawnSync('setpriv', [...as, 'test', '-r', childFile]).status === 0;
    if (!isReadable) return t.skip('this checkout is closed to other users');
    const child = spawn('setpriv', [...as, process.execPath, childFile, join(home, 'pg'), home], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const { pid } = await firstLine(child);
    assert.equal(statSync(`/proc/${pid}`).uid, uid);
    child.kill('SIGTERM');
    await once(child, 'exit');
    assert.equal(isAlive(pid), false);
    rmSync(home, { recursive: true, force: true });
  });
}

test('a folder the user may not write is refused with a way out', async (t) => {
  if (!isRoot) return t.skip('only root changes users');
  const dataDir = join(root, 'forbidden');
  const child = spawn('setpriv', ['--reuid=1', '--regid=1', '--clear-groups', process.execPath, childFile, dataDir], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [[code], text] = await Promise.all([once(child, 'exit'), child.stderr!.setEncoding('utf8').toArray()]);
  assert.equal(code, 1);
  assert.match(text.join(''), /EACCES|DATABASE_URL/);
});
