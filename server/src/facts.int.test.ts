import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type App, buildApp } from './app.ts';
import { factsWork, sweepFacts } from './modules/facts/index.ts';
import type { FactsJob } from './modules/facts/service/index.ts';
import { isSigned } from './modules/facts/service/signing.ts';
import type { Jobs } from './platform/jobs/index.ts';
import { openLog } from './platform/log/index.ts';
import { type Client, clientOf, makeTenant, startTestDatabase, type TestDatabase } from './testing.fixture.ts';

const MARK = 'NOTHING-OF-THIS-MAY-STAY-4711';
let base: TestDatabase;
let app: App;
let client: Client;
let receiver: Server;
let origin = '';
/** What the receiver answers next; 200 when empty. */
const answers: number[] = [];
const got: { body: string; signature: string }[] = [];
let arrived: () => void = () => {};

before(async () => {
  base = await startTestDatabase();
  await makeTenant(base.db, 'a');
  receiver = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text) => {
      body += text;
    });
    request.on('end', () => {
      got.push({ body, signature: String(request.headers['x-mingjian-signature']) });
      response.writeHead(answers.shift() ?? 200).end();
      arrived();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  app = await buildApp({
    ...{
      db: base.db,
      databaseUrl: base.url,
      dataDir: base.dataDir,
      logger: openLog('error'),
      loginHours: 1,
      maxUploadMib: 1,
    },
    callbacks: { allowed: [origin], mayBePrivate: false },
  });
  client = await clientOf(app, 'a-head-admin');
});
after(async () => {
  await app.close();
  receiver.close();
  await base.stop();
});

/** Three seconds of a quiet tone as WAV, with a mark in a chunk that decoders pass over. */
const wav = (): Buffer => {
  const samples = Int16Array.from({ length: 48_000 }, (_, i) => Math.round(30 * Math.sin(i / 5)));
  const [data, mark] = [Buffer.from(samples.buffer), Buffer.from(MARK.padEnd(32))];
  const chunk = (name: string, body: Buffer) => {
    const head = Buffer.alloc(8);
    head.write(name, 0, 'latin1');
    head.writeUInt32LE(body.length, 4);
    return Buffer.concat([head, body]);
  };
  const format = Buffer.alloc(16);
  format.writeUInt16LE(1, 0);
  format.writeUInt16LE(1, 2);
  format.writeUInt32LE(16_000, 4);
  format.writeUInt32LE(32_000, 8);
  format.writeUInt16LE(2, 12);
  format.writeUInt16LE(16, 14);
  return chunk(
    'RIFF',
    Buffer.concat([Buffer.from('WAVE'), chunk('fmt ', format), chunk('data', data), chunk('junk', mark)]),
  );
};
const ask = (path: string, body: Buffer = wav(), type = 'audio/wav') =>
  client.send('POST', `/v1/facts/${path}`, body, { 'content-type': type });
const factsDir = () => join(base.dataDir, 'tmp', 'facts');
const folders = () => readdirSync(factsDir()).length;
const placesOfMark = (): string[] =>
  readdirSync(base.dataDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path).includes(MARK));
const names = (lines: string) =>
  lines
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).name as string);

test('facts of a small file come at once as JSON Lines, and nothing of it stays', async () => {
  const answer = await ask('quality');
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  assert.match(String(answer.headers['content-type']), /^application\/x-ndjson/);
  const seen = names(String(answer.raw));
  assert.ok(seen.includes('audio.low_volume') && seen.includes('video.missing'), String(seen));
  assert.equal(folders(), 0);
  assert.deepEqual(placesOfMark(), []);
  const audit = await client.get('/v1/audit?limit=5');
  assert.ok(JSON.stringify(audit.body).includes('facts.measure'));
});

test('what cannot be measured is refused with its reason, and leaves nothing', async () => {
  const unknown = await ask('smell');
  assert.deepEqual([unknown.status, unknown.body.error.code], [404, 'facts.unknown_detector']);
  assert.deepEqual(unknown.body.error.details.known, ['quality', 'face', 'speech', 'speaker', 'document']);
  assert.equal((await ask('quality', Buffer.alloc(0))).status, 422);
  const film = await ask('document');
  assert.deepEqual([film.status, film.body.error.details.code], [422, 'needs_picture']);
  const noise = await ask('quality', Buffer.from(`no recording at all ${MARK}`));
  assert.deepEqual([noise.status, noise.body.error.code], [422, 'media.unusable']);
  assert.ok(noise.body.error.details.code.length > 3);
  assert.equal((await ask('quality', Buffer.alloc(2 ** 20 + 1))).status, 413);
  const json = await client.send('POST', '/v1/facts/quality', { a: 1 });
  assert.equal(json.status, 415);
  const foreign = await ask(`quality?callbackUrl=${encodeURIComponent('http://169.254.169.254/latest')}`);
  assert.deepEqual([foreign.status, foreign.body.error.code], [422, 'facts.callback_refused']);
  assert.equal(folders(), 0);
  assert.deepEqual(placesOfMark(), []);
});

/** Keeps what was enqueued instead of a queue. */
const recorder = () => {
  const queued: { job: FactsJob; afterSeconds: number | undefined }[] = [];
  const jobs: Jobs = {
    enqueue: async (_tx, job, { afterSeconds }) => void queued.push({ job: job as FactsJob, afterSeconds }),
    begin: async () => {},
    stop: async () => {},
  };
  const deps = {
    ...{ db: base.db, jobs, tmpDir: join(base.dataDir, 'tmp'), keysDir: join(base.dataDir, 'keys'), maxUploadMib: 1 },
    callbacks: { allowed: [origin], mayBePrivate: false },
  };
  return { queued, deps };
};
const jobOf = (id: string, attempt = 1): FactsJob => {
  const dir = join(factsDir(), id);
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, 'in'), wav());
  return {
    factsId: id,
    tenantId: '00000000-0000-7000-8000-000000000001',
    detector: 'quality',
    callbackUrl: `${origin}/in`,
    attempt,
  };
};

test('with a callback the facts come later, signed, and nothing stays', async () => {
  const delivered = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  await app.beginWork();
  const accepted = await ask(`quality?callbackUrl=${encodeURIComponent(`${origin}/in`)}`);
  assert.equal(accepted.status, 202);
  await delivered;
  const { key } = (await client.get('/v1/facts/callback-key')).body;
  const [{ body, signature }] = got as [(typeof got)[0]];
  assert.ok(isSigned(signature, { key, body, nowS: Date.now() / 1000 }));
  assert.ok(names(body).includes('audio.low_volume'));
});

test('a receiver that is down is tried again with the same facts; then the file is gone', async () => {
  got.length = 0;
  const { queued, deps } = recorder();
  const work = factsWork(deps, [7, 70]);
  const job = await tenantJob('01a');
  answers.push(503);
  await work(job, new AbortController().signal);
  assert.deepEqual([queued.length, queued[0]?.afterSeconds, queued[0]?.job.attempt], [1, 7, 2]);
  await work(queued[0]!.job, new AbortController().signal);
  assert.deepEqual([got.length, queued.length], [2, 1]);
  assert.equal(got[0]?.body, got[1]?.body);
  assert.ok(!readdirSync(factsDir()).includes('01a'));
});

test('after the last attempt it is given up, audited, and the file is gone too', async () => {
  const { queued, deps } = recorder();
  answers.push(500);
  await factsWork(deps, [])(await tenantJob('01b'), new AbortController().signal);
  assert.equal(queued.length, 0);
  assert.ok(!readdirSync(factsDir()).includes('01b'));
  assert.ok(JSON.stringify((await client.get('/v1/audit?limit=5')).body).includes('facts.give_up'));
});

test('a stopping server keeps the file for the next start; a dead one’s leavings are swept', async () => {
  const { deps } = recorder();
  const job = await tenantJob('01c');
  await assert.rejects(factsWork(deps)(job, AbortSignal.abort(new Error('the server stops'))), /the server stops/);
  assert.ok(readdirSync(factsDir()).includes('01c'));
  assert.equal(await sweepFacts(deps), 0, 'young folders may be in work');
  utimesSync(join(factsDir(), '01c'), 1, 1);
  assert.equal(await sweepFacts(deps), 1);
  assert.ok(!readdirSync(factsDir()).includes('01c'));
});

async function tenantJob(id: string): Promise<FactsJob> {
  const me = (await client.get('/v1/me')).body;
  return { ...jobOf(id), tenantId: me.person.tenantId ?? (await tenantOf(me.person.username)) };
}
async function tenantOf(username: string): Promise<string> {
  const { sql } = await import('./platform/db/index.ts');
  return (await base.db.one<{ id: string }>(sql`select tenant_id as id from people where username = ${username}`))!.id;
}
