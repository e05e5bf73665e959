import assert from 'node:assert/strict';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import pg from 'pg';
import { PgBoss } from 'pg-boss';
import { type Postgres, startPostgres } from '../postgres/index.ts';
import { backUp } from './backup.ts';
import { inTransaction } from './database.ts';
import { MANIFEST, readManifest } from './manifest.ts';
import { type RestoreOptions, restore } from './restore.ts';
import { describe } from './schema.ts';
import { verifyTimelines } from './sessions.ts';

const root = mkdtempSync(join(tmpdir(), 'mj-backup-'));
const started: Postgres[] = [];
after(async () => {
  for (const server of started) await server.stop();
  rmSync(root, { recursive: true, force: true });
});

/** A small instance: two tables that must agree, a trigger, a generated column, a partitioned table, a sequence. */
const schema = `
  create table session (id bigint generated always as identity primary key, title text not null, n int not null,
    doubled int generated always as (n * 2) stored, before_it bigint references session);
  create table "Turn" (session bigint not null references session, at timestamptz default now(), "the text" text, raw bytea);
  create table total (turns int not null);
  insert into total values (0);
  create function count_turn() returns trigger language plpgsql as $$ begin update total set turns = turns + 1; return new; end $$;
  create trigger counted after insert on "Turn" for each row execute function count_turn();
  create table large as select n, md5(n::text) as word from generate_series(1, 60000) as n;
  create schema queue;
  create table queue.job (id int, name text) partition by list (name);
  create table queue.job_rest partition of queue.job default;`;

const makeTables = async (url: string) => {
  await sql(url, schema);
};
const options = (dataDir: string, more: Partial<RestoreOptions> = {}): RestoreOptions => ({
  dataDir,
  verifySessions: verifyTimelines,
  ...more,
});

async function sql(url: string, text: string, values: unknown[] = []): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client.query(text, values.length > 0 ? values : undefined).finally(() => client.end());
}

async function instance(name: string) {
  const dataDir = join(root, name);
  for (const folder of ['objects/ab', 'timelines', 'keys', 'models'])
    mkdirSync(join(dataDir, folder), { recursive: true });
  const server = await startPostgres({ dataDir: join(dataDir, 'pg') });
  started.push(server);
  await makeTables(server.url);
  writeFileSync(join(dataDir, 'objects/ab/abcd'), Buffer.from([0, 1, 2, 255]));
  writeFileSync(join(dataDir, 'keys/wrapped.json'), '{}');
  writeFileSync(join(dataDir, 'models/weights'), 'fetched again');
  writeFileSync(join(dataDir, 'timelines/s1.jsonl'), '{"t":1}\n{"t":2}\n{"t":');
  return { dataDir, server };
}

const source = await instance('source');
const odd = 'tab\t, newline\n, backslash \\ and \\N and 汉字';

/** Sessions and turns written one transaction after the other until `stop()`; answers how many were acknowledged. */
function keepWriting(url: string) {
  let isOn = true;
  let written = 0;
  const done = (async () => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    while (isOn) {
      await client.query('begin');
      const { rows } = await client.query(`insert into session (title, n) values ($1, $2) returning id`, [
        odd,
        written,
      ]);
      await client.query(`insert into "Turn" (session, "the text", raw) values ($1, $2, $3)`, [
        rows[0].id,
        odd,
        Buffer.from([0, 9, 10, 92]),
      ]);
      await client.query(`insert into queue.job values ($1, 'inspect')`, [written]);
      await client.query('commit');
      appendFileSync(join(source.dataDir, 'timelines/growing.jsonl'), `{"n":${written}}\n`);
      written += 1;
    }
    await client.end();
    return written;
  })();
  const stop = () => {
    isOn = false;
    return done;
  };
  return { written: () => written, stop };
}

test('a backup taken while rows are written restores to one moment: tables agree, files are whole', async () => {
  const writer = keepWriting(source.server.url);
  while (writer.written() < 20) await new Promise(setImmediate);
  const before = writer.written();
  const dir = join(root, 'copy');
  const manifest = await backUp(dir, { dataDir: source.dataDir, software: '0.1.0' });
  const afterwards = await writer.stop();
  const target = join(root, 'target');
  await restore(dir, options(target));
  const server = await startPostgres({ dataDir: join(target, 'pg') });
  started.push(server);
  const { rows } = await sql(
    server.url,
    `select (select count(*)::int from session) as sessions, (select count(*)::int from "Turn") as turns,
    (select turns from total) as counted, (select count(*)::int from queue.job) as jobs, (select max(doubled) from session) as doubled,
    (select max(n) from session) as n, (select bool_and("the text" = $1 and raw = $2) from "Turn") as same`,
    [odd, Buffer.from([0, 9, 10, 92])],
  );
  const { sessions, turns, counted, jobs, doubled, n, same } = rows[0];
  assert.ok(sessions >= before && sessions <= afterwards, `${sessions} of ${before} to ${afterwards}`);
  assert.deepEqual([turns, counted, jobs, doubled, same], [sessions, sessions, sessions, n * 2, true]);
  const sum = `select count(*)::int as n, md5(string_agg(word, '' order by n)) as words from large`;
  assert.deepEqual((await sql(server.url, sum)).rows, (await sql(source.server.url, sum)).rows);
  await sql(server.url, `insert into session (title, n) values ('next', 1)`);
  assert.equal(readFileSync(join(target, 'objects/ab/abcd')).toString('hex'), '000102ff');
  assert.equal(readFileSync(join(target, 'timelines/s1.jsonl'), 'utf8'), '{"t":1}\n{"t":2}\n');
  const growing = readFileSync(join(target, 'timelines/growing.jsonl'), 'utf8').trimEnd().split('\n');
  assert.ok(growing.length >= before);
  assert.deepEqual(JSON.parse(growing.at(-1)!), { n: growing.length - 1 });
  assert.ok(!existsSync(join(target, 'models')), 'models are fetched again');
  assert.ok(manifest.files.some(({ path }) => path === 'keys/wrapped.json'));
});

test('a backup needs a new folder, and a broken one is told from a whole one', async () => {
  const dir = join(root, 'kept');
  await backUp(dir, { dataDir: source.dataDir, software: '0.1.0' });
  await assert.rejects(backUp(dir, { dataDir: source.dataDir, software: '0.1.0' }), /not empty/);
  rmSync(join(dir, MANIFEST));
  await assert.rejects(readManifest(dir), /broken off/);
});

for (const [what, harm] of [
  [
    'one changed byte in an object',
    (dir: string) => writeFileSync(join(dir, 'files/objects/ab/abcd'), Buffer.from([0, 1, 2, 254])),
  ],
  ['a missing file', (dir: string) => rmSync(join(dir, 'files/keys/wrapped.json'))],
  ['a table cut short', (dir: string) => writeFileSync(join(dir, 'tables/public.session.copy'), '')],
] as const) {
  test(`${what} is refused before anything is touched`, async () => {
    const dir = join(root, `harmed-${what.length}`);
    await backUp(dir, { dataDir: source.dataDir, software: '0.1.0' });
    harm(dir);
    const target = join(root, `untouched-${what.length}`);
    await assert.rejects(restore(dir, options(target)), /damaged/);
    assert.equal(existsSync(target), false);
  });
}

test('restore refuses a used instance, and leaves nothing when a session does not verify', async () => {
  const dir = join(root, 'good');
  await backUp(dir, { dataDir: source.dataDir, software: '0.1.0' });
  await assert.rejects(restore(dir, options(source.dataDir)), /in use/);
  await assert.rejects(
    restore(dir, options(join(root, 'other'), { databaseUrl: source.server.url })),
    /tables already/,
  );
  const target = join(root, 'refused');
  const verifySessions = async () => ['session s1: the chain breaks at fact 2'];
  await assert.rejects(restore(dir, options(target, { verifySessions })), /chain breaks at fact 2/);
  assert.deepEqual(
    readdirSync(target, { recursive: true, withFileTypes: true }).filter((one) => one.isFile()),
    [],
  );
  await restore(dir, options(target));
});

test('a database given by address is backed up and restored the same way', async () => {
  const dir = join(root, 'by-address');
  await backUp(dir, { dataDir: source.dataDir, databaseUrl: source.server.url, software: '0.1.0' });
  await sql(source.server.url, 'create database empty');
  const databaseUrl = source.server.url.replace(/\/mj$/, '/empty');
  await restore(dir, options(join(root, 'addressed'), { databaseUrl }));
  const count = async (url: string) => (await sql(url, 'select count(*)::int as n from session')).rows[0].n;
  assert.equal(await count(databaseUrl), await count(source.server.url));
});

test('the restored tables are described as the original ones: keys, indexes, triggers, policies, rights', async () => {
  const dir = join(root, 'described');
  await sql(
    source.server.url,
    `create type mood as enum ('good', 'it''s bad');
     create sequence ticket start 7;
     create table "Odd Names" (id int default nextval('ticket') primary key, m mood not null default 'good', t text collate "C",
       constraint "positive id" check (id > 0), unique (t, m));
     alter sequence ticket owned by "Odd Names".id;
     create index on "Odd Names" (lower(t)) where m = 'good';
     create view odd as select id, m from "Odd Names";
     create table a (id int primary key); create table b (id int primary key references a deferrable);
     alter table a add foreign key (id) references b deferrable;
     create role reader; grant select on "Odd Names" to reader; grant usage on schema queue to reader;
     alter table a enable row level security; create policy own on a for select to reader using (id > 1);
     insert into "Odd Names" (t) values ('x');`,
  );
  await backUp(dir, { dataDir: source.dataDir, software: '0.1.0' });
  const target = join(root, 'described-again');
  await restore(dir, options(target));
  const server = await startPostgres({ dataDir: join(target, 'pg') });
  started.push(server);
  const both = await Promise.all(
    [source.server.url, server.url].map((url) => inTransaction(url, { begin: 'begin', work: describe })),
  );
  assert.deepEqual(both[1], both[0]);
  assert.ok(both[0]!.after.length >= 14, String(both[0]!.after.length));
  assert.equal((await sql(server.url, `insert into "Odd Names" (t) values ('y') returning id`)).rows[0].id, 8);
});

test('queued jobs of pg-boss are restored and can be taken', async () => {
  const boss = new PgBoss({ connectionString: source.server.url });
  await boss.start();
  await boss.createQueue('inspect');
  const id = await boss.send('inspect', { session: 's1' });
  const dir = join(root, 'queued');
  await backUp(dir, { dataDir: source.dataDir, software: '0.1.0' });
  await boss.stop({ graceful: false });
  const target = join(root, 'queued-again');
  await restore(dir, options(target));
  const server = await startPostgres({ dataDir: join(target, 'pg') });
  started.push(server);
  const again = new PgBoss({ connectionString: server.url });
  await again.start();
  const jobs = await again.fetch('inspect');
  assert.deepEqual(
    jobs.map((job) => [job.id, job.data]),
    [[id, { session: 's1' }]],
  );
  await again.stop({ graceful: false });
});

test('a timeline with a broken line or facts out of order does not verify', async () => {
  const dataDir = join(root, 'timelines');
  mkdirSync(join(dataDir, 'timelines'), { recursive: true });
  writeFileSync(join(dataDir, 'timelines/good.jsonl'), '{"seq":1}\n{"seq":2}\n');
  assert.deepEqual(await verifyTimelines({ dataDir }), []);
  writeFileSync(join(dataDir, 'timelines/order.jsonl'), '{"seq":2}\n{"seq":1}\n');
  writeFileSync(join(dataDir, 'timelines/torn.jsonl'), '{"seq":1}\n{"se\n');
  assert.deepEqual((await verifyTimelines({ dataDir })).length, 2);
});

test('what a backup would lose is refused when it is made', async () => {
  await sql(source.server.url, 'create domain percent as int check (value between 0 and 100)');
  await assert.rejects(
    backUp(join(root, 'lost'), { dataDir: source.dataDir, software: '0.1.0' }),
    /would lose: type percent/,
  );
  await sql(source.server.url, 'drop domain percent');
});
