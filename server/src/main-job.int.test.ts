/** A recording goes in by pieces and a verdict comes out: the real upload, object store, job, child process and media. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { App } from './app.ts';
import { openEvents } from './platform/events/index.ts';
import { type Client, clientOf, makeTenant, startTestDatabase, type TestDatabase, testApp } from './testing.fixture.ts';

let base: TestDatabase;
let app: App;
let agent: Client;
let supervisor: Client;
let recording: Buffer;
before(async () => {
  base = await startTestDatabase();
  await makeTenant(base.db, 'a');
  app = await testApp(base);
  await app.beginWork();
  [agent, supervisor] = [await clientOf(app, 'a-east-agent'), await clientOf(app, 'a-head-compliance')];
  const file = join(base.dataDir, 'in.avi');
  const picture = ['-f', 'lavfi', '-i', 'testsrc=size=320x240:rate=10:duration=3'];
  const sound = ['-f', 'lavfi', '-i', 'sine=frequency=440:duration=3'];
  execFileSync('ffmpeg', [
    '-v',
    'error',
    ...picture,
    ...sound,
    '-c:v',
    'libx264',
    '-c:a',
    'aac',
    '-pix_fmt',
    'yuv420p',
    file,
  ]);
  recording = readFileSync(file);
});
after(async () => {
  await app.close();
  await base.stop();
});

const tus = { 'tus-resumable': '1.0.0' };
async function send(content: Buffer, sessionId: string): Promise<string> {
  const metadata = `sessionId ${Buffer.from(sessionId).toString('base64')},filename ${Buffer.from('in.avi').toString('base64')}`;
  const headers = { ...tus, 'upload-length': String(content.length), 'upload-metadata': metadata };
  const begun = await agent.send('POST', '/v1/uploads', undefined, headers);
  assert.equal(begun.status, 201, JSON.stringify(begun.body));
  const url = String(begun.headers.location);
  const half = Math.floor(content.length / 2);
  for (const [from, to] of [
    [0, half],
    [half, content.length],
  ] as const) {
    const piece = { ...tus, 'upload-offset': String(from), 'content-type': 'application/offset+octet-stream' };
    const answer = await agent.send('PATCH', url, content.subarray(from, to), piece);
    assert.equal(answer.status, 204, JSON.stringify(answer.body));
  }
  const head = await agent.send('HEAD', url, undefined, tus);
  assert.equal(Number(head.headers['upload-offset']), content.length);
  return url;
}

/** Waits for the news that the session is done or failed. */
async function inspected(sessionId: string, act: () => Promise<unknown>): Promise<string> {
  const events = await openEvents(base.url, () => {});
  const ended = new Promise<string>((resolve) => {
    events.subscribe(({ data }) => {
      if (data.id === sessionId && ['done', 'failed'].includes(String(data.status))) resolve(String(data.status));
    });
  });
  await act();
  const status = await ended;
  await events.close();
  return status;
}
const open = async (title: string) =>
  (await agent.send('POST', '/v1/sessions', { title, product: 'bank' })).body.id as string;

test('upload, inspection, report, media, frame, review, rerun', async () => {
  const id = await open('上传');
  assert.equal((await agent.get(`/v1/sessions/${id}/inspection`)).body.error.code, 'session.not_inspected');
  assert.equal(await inspected(id, () => send(recording, id)), 'done');
  const detail = (await supervisor.get(`/v1/sessions/${id}`)).body;
  assert.deepEqual([detail.status, detail.run.n, detail.hasRecording], ['done', 1, true]);
  const document = (await supervisor.get(`/v1/sessions/${id}/inspection`)).body;
  assert.equal(document.format, 'mingjian.inspection/1');
  assert.ok(document.findings.length > 5);
  const peaks = (await supervisor.get(`/v1/sessions/${id}/peaks`)).body;
  assert.ok(Math.abs(peaks.channels[0].peaks.length / peaks.perSecond - 3) < 0.3);

  const part = await supervisor.send('GET', `/v1/sessions/${id}/media`, undefined, { range: 'bytes=4-13' });
  const whole = await supervisor.get(`/v1/sessions/${id}/media`);
  assert.deepEqual([part.status, whole.status, whole.headers['content-type']], [206, 200, 'video/webm']);
  assert.deepEqual(part.raw, whole.raw.subarray(4, 14));
  const beyond = await supervisor.send('GET', `/v1/sessions/${id}/media`, undefined, { range: 'bytes=99999999-' });
  assert.equal(beyond.body.error.code, 'media.range');
  const frame = await supervisor.get(`/v1/sessions/${id}/frame?t=1000`);
  assert.equal(frame.raw.readUInt16BE(0), 0xffd8);

  const findingId = document.findings[0].id;
  const mark = { findingId, decision: 'false_alarm', comment: '试录' };
  assert.equal((await supervisor.send('POST', `/v1/sessions/${id}/reviews`, mark)).status, 201);
  assert.equal(
    (await supervisor.send('POST', `/v1/sessions/${id}/reviews`, { ...mark, findingId: 'no' })).body.error.code,
    'finding.unknown',
  );
  assert.equal(
    (await supervisor.send('POST', `/v1/sessions/${id}/verdict`, { decision: 'pass', comment: '' })).status,
    201,
  );
  const reviews = (await supervisor.get(`/v1/sessions/${id}/reviews`)).body;
  assert.deepEqual(
    [reviews.items.length, reviews.items[0].decision, reviews.verdict.decision],
    [1, 'false_alarm', 'pass'],
  );
  const again = () => supervisor.send('POST', `/v1/sessions/${id}/inspections`, { packs: ['media-quality@1.0.0'] });
  assert.equal(await inspected(id, again), 'done');
  assert.equal((await supervisor.get(`/v1/sessions/${id}`)).body.run.n, 2);
  const first = await supervisor.get(`/v1/sessions/${id}/inspection?run=${detail.run.id}`);
  assert.equal(first.body.packs.length, document.packs.length);
  const actions = (await supervisor.get('/v1/audit?limit=200')).body.items.map((row: { action: string }) => row.action);
  for (const action of ['recording.upload', 'inspection.view', 'recording.view', 'review.mark'])
    assert.ok(actions.includes(action), action);
});

test('a file that is no recording fails with its reason, and can be tried again', async () => {
  const id = await open('不是录像');
  assert.equal(await inspected(id, () => send(Buffer.from('this is no recording at all, only words'), id)), 'failed');
  const detail = (await agent.get(`/v1/sessions/${id}`)).body;
  assert.match(detail.error.code, /not_media|no_streams|decoder_failed/);
  const admin = await clientOf(app, 'a-head-admin');
  const failed = (await admin.get('/v1/jobs')).body.items.find((job: { sessionId: string }) => job.sessionId === id);
  assert.equal(failed.state, 'failed');
  assert.equal(await inspected(id, () => admin.send('POST', `/v1/jobs/${failed.id}/retry`)), 'failed');
});

test('what lies on the disk is encrypted, and the key is for the owner alone', () => {
  const keys = join(base.dataDir, 'keys/master.key');
  assert.equal(statSync(keys).mode & 0o777, 0o600);
  const below = (dir: string): string[] =>
    readdirSync(dir, { withFileTypes: true }).flatMap((one) =>
      one.isDirectory() ? below(join(dir, one.name)) : [join(dir, one.name)],
    );
  const objects = below(join(base.dataDir, 'objects'));
  assert.ok(objects.length >= 3);
  for (const object of objects) assert.ok(!readFileSync(object).includes(recording.subarray(2000, 2064)), object);
  assert.deepEqual(
    existsSync(join(base.dataDir, 'tmp/uploads')) ? readdirSync(join(base.dataDir, 'tmp/uploads')) : [],
    [],
  );
});
