/** From reviews to own heads over HTTP: what leaves as training data, who installs what comes back, and whom it judges. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { inflateRawSync } from 'node:zlib';
import { smallHeads } from '@mingjian/rulebooks/heads/heads.fixture.ts';
import { readReviewed } from '@mingjian/rulebooks/heads/reviewed.ts';
import { readHeads } from '@mingjian/rulebooks/heads/shipped.ts';
import type { App } from './app.ts';
import { ownHeadsFile } from './modules/heads/index.ts';
import { insertRun, keepResult, type Result } from './modules/inspections/index.ts';
import { sessionOfSystem } from './modules/sessions/index.ts';
import { newId } from './platform/ids/index.ts';
import {
  type Client,
  clientOf,
  makeTenant,
  type Place,
  startTestDatabase,
  type TestDatabase,
  testApp,
} from './testing.fixture.ts';

let base: TestDatabase;
let app: App;
let [a, b]: Place[] = [];
let compliance: Client;
let stranger: Client;
before(async () => {
  base = await startTestDatabase();
  [a, b] = [await makeTenant(base.db, 'a'), await makeTenant(base.db, 'b')];
  app = await testApp(base);
  [compliance, stranger] = [await clientOf(app, 'a-head-compliance'), await clientOf(app, 'b-head-compliance')];
});
after(async () => {
  await app.close();
  await base.stop();
});

const fileOf = (version: string) => JSON.parse(smallHeads(['sale.pressure'], { version }));
const actionsOf = async (client: Client, action: string) =>
  (await client.get('/v1/audit?limit=200')).body.items.filter((row: { action: string }) => row.action === action);
/** What an inspection of the tenant would be given. */
const givenTo = async ({ tenantId }: Place) => {
  const dir = join(base.dataDir, 'inspect-test');
  mkdirSync(dir, { recursive: true });
  const path = await ownHeadsFile(app, { tenantId, dir });
  return path === undefined ? undefined : readHeads(path).version;
};

test('own heads are installed once, judge their institution alone, are replaced and taken back', async () => {
  assert.equal((await compliance.get('/v1/heads')).body.own, null);
  const send = () => compliance.send('POST', '/v1/heads', fileOf('heads@own+1'), { 'idempotency-key': 'h1' });
  const [first, again] = [await send(), await send()];
  assert.deepEqual([first.status, again.status, again.body.id], [201, 201, first.body.id]);
  const { own } = (await compliance.get('/v1/heads')).body;
  assert.deepEqual([own.version, own.labels, own.inUse], ['heads@own+1', ['sale.pressure'], true]);
  assert.deepEqual([await givenTo(a!), await givenTo(b!)], ['heads@own+1', undefined]);
  assert.equal((await stranger.get('/v1/heads')).body.own, null);

  assert.equal((await stranger.send('DELETE', '/v1/heads')).status, 204);
  assert.equal(await givenTo(a!), 'heads@own+1');
  assert.equal((await compliance.send('POST', '/v1/heads', fileOf('heads@own+2'))).status, 201);
  assert.equal(await givenTo(a!), 'heads@own+2');
  for (const _ of [1, 2]) assert.equal((await compliance.send('DELETE', '/v1/heads')).status, 204);
  assert.deepEqual([await givenTo(a!), (await compliance.get('/v1/heads')).body.own], [undefined, null]);
  const installed = await actionsOf(compliance, 'heads.install');
  assert.deepEqual(
    installed.map((row: { details: { version: string } }) => row.details.version),
    ['heads@own+2', 'heads@own+1'],
  );
  assert.equal((await actionsOf(compliance, 'heads.remove')).length, 1);
  assert.equal((await actionsOf(stranger, 'heads.remove')).length, 0);
});

test('a file of some hundred labels is larger than other requests may be, and is taken', async () => {
  const labels = Array.from({ length: 200 }, (_, i) => `item.${i}`);
  // One head has one weight a column.
  const columns = inflateRawSync(Buffer.from(JSON.parse(smallHeads(['x'])).weights, 'base64')).length;
  const weights = Float32Array.from({ length: columns * labels.length }, (_, i) => Math.sin(i * i));
  const file = smallHeads(labels, { weights, version: 'heads@large' });
  assert.ok(file.length > 1_000_000, `${file.length}`);
  assert.equal((await compliance.send('POST', '/v1/heads', JSON.parse(file))).status, 201);
  assert.equal(await givenTo(a!), 'heads@large');
  await compliance.send('DELETE', '/v1/heads');
});

test('two uploads at once leave one in force', async () => {
  const sent = ['x', 'y', 'z'].map((name) => compliance.send('POST', '/v1/heads', fileOf(`heads@${name}`)));
  for (const { status } of await Promise.all(sent)) assert.equal(status, 201);
  assert.match((await givenTo(a!)) ?? '', /^heads@[xyz]$/);
  await compliance.send('DELETE', '/v1/heads');
});

test('a branch, another role and a file that is none are refused, and nothing is installed', async () => {
  const east = await clientOf(app, 'a-east-compliance');
  const cases: [Client, unknown, number, string][] = [
    [east, fileOf('v'), 403, 'heads.head_office'],
    [await clientOf(app, 'a-head-supervisor'), fileOf('v'), 403, 'permission.missing'],
    [compliance, { ...fileOf('v'), format: 'mingjian.heads/2' }, 400, 'request.invalid'],
    [compliance, { ...fileOf('v'), lexicon: [] }, 422, 'heads.unusable'],
    [compliance, { ...fileOf('v'), heads: [] }, 422, 'heads.unusable'],
  ];
  for (const [client, body, status, code] of cases) {
    const answer = await client.send('POST', '/v1/heads', body);
    assert.deepEqual([answer.status, answer.body.error.code], [status, code]);
  }
  assert.equal((await east.send('DELETE', '/v1/heads')).body.error.code, 'heads.head_office');
  assert.equal(await givenTo(a!), undefined);
});

const finding = (id: string, turn: number) => ({
  ...{ id, item: 'sale.promise_return', rule: 'r', pack: 'p@1.0.0', verdict: 'violated', severity: 'major' },
  spans: [{ startMs: 0, endMs: 1, turns: [turn] }],
});
/** An inspected session of the east branch. */
async function inspectedSession(): Promise<string> {
  const agent = await clientOf(app, 'a-east-agent');
  const { id } = (await agent.send('POST', '/v1/sessions', { title: '甲', product: 'bank' })).body;
  const turns = ['a-east-agent为您服务', '您放一百个心'].map((text) => ({ role: 'agent', text }));
  const conversation = { id: 'x', scope: 'full', turns, fields: { secret: 'not to leave' } };
  const document = {
    conversation,
    verdict: 'fail',
    file: { durationMs: 9 },
    findings: [finding('f#1', 1), finding('f#2', 0)],
  };
  const runId = newId();
  await insertRun(base.db, { id: runId, sessionId: id, packs: null, queue: 'near', requestedBy: null });
  const session = (await sessionOfSystem(base.db, id))!;
  await keepResult(app, { runId, session, result: { document, peaks: {} } as unknown as Result });
  return id;
}

test('reviews leave as training data of their own branches, the newest mark of a finding, audited', async () => {
  const ids = [await inspectedSession(), await inspectedSession(), await inspectedSession()];
  const mark = async (id: string, findingId: string, decision: string) => {
    const answer = await compliance.send('POST', `/v1/sessions/${id}/reviews`, { findingId, decision });
    assert.equal(answer.status, 201);
  };
  await mark(ids[0]!, 'f#1', 'hit');
  await mark(ids[0]!, 'f#2', 'hit');
  await mark(ids[0]!, 'f#2', 'false_alarm');
  await mark(ids[1]!, 'f#1', 'false_alarm');
  await compliance.send('POST', `/v1/sessions/${ids[2]}/verdict`, { decision: 'fail' });

  const answer = await compliance.get('/v1/reviews/export');
  assert.deepEqual([answer.status, answer.headers['content-type']], [200, 'application/x-ndjson; charset=utf-8']);
  const path = join(base.dataDir, 'reviewed.jsonl');
  writeFileSync(path, answer.raw);
  const lines = readReviewed(path);
  assert.deepEqual(
    lines.map(({ conversation, marks }) => [conversation.id, marks.map(({ decision, turns }) => [decision, ...turns])]),
    [
      [
        ids[0],
        [
          ['hit', 1],
          ['false_alarm', 0],
        ],
      ],
      [ids[1], [['false_alarm', 1]]],
    ],
  );
  assert.doesNotMatch(String(answer.raw), /not to leave|a-east-agent|a-head-compliance/);
  assert.equal((await actionsOf(compliance, 'reviews.export')).length, 1);
  const seenBy = async (who: string) => String((await (await clientOf(app, who)).get('/v1/reviews/export')).raw);
  assert.equal(await seenBy('a-east-compliance'), String(answer.raw));
  for (const who of ['a-west-compliance', 'a-west-admin', 'b-head-compliance', 'b-head-admin'])
    assert.equal(await seenBy(who), '', who);
  for (const role of ['agent', 'reviewer', 'supervisor', 'auditor'])
    assert.match(await seenBy(`a-east-${role}`), /permission\.missing/, role);
});
