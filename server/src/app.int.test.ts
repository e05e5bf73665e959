import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import type { App } from './app.ts';
import { firstBreak } from './modules/audit/index.ts';
import { openapiFile, openapiText } from './openapi.ts';
import { sql } from './platform/db/index.ts';
import {
  clientOf,
  makeTenant,
  PASSWORD,
  type Place,
  startTestDatabase,
  type TestDatabase,
  testApp,
} from './testing.fixture.ts';

let base: TestDatabase;
let app: App;
let place: Place;
before(async () => {
  base = await startTestDatabase();
  place = await makeTenant(base.db, 'a');
  await makeTenant(base.db, 'b');
  app = await testApp(base);
});
after(async () => {
  await app.close();
  await base.stop();
});

test('a login gives a cookie that scripts cannot read, and ends', async () => {
  const wrong = await app.app.inject({
    method: 'POST',
    url: '/v1/login',
    payload: { username: 'a-head-admin', password: 'x' },
  });
  assert.equal(wrong.statusCode, 401);
  assert.equal(wrong.json().error.code, 'login.failed');
  const right = await app.app.inject({
    method: 'POST',
    url: '/v1/login',
    payload: { username: 'a-head-admin', password: PASSWORD },
  });
  const cookie = right.cookies[0] as { name: string; httpOnly: boolean; sameSite: string };
  assert.deepEqual([cookie.name, cookie.httpOnly, cookie.sameSite], ['mj_session', true, 'Lax']);
  const admin = await clientOf(app, 'a-head-admin');
  const me = await admin.get('/v1/me');
  assert.equal(me.body.person.role, 'admin');
  assert.ok(me.body.permissions.includes('people.write'));
  assert.equal(
    (await admin.send('POST', '/v1/logout', undefined, { 'x-csrf-token': 'wrong' })).body.error.code,
    'login.csrf',
  );
  assert.equal((await admin.send('POST', '/v1/logout')).status, 204);
  assert.equal((await admin.get('/v1/me')).status, 401);
});

test('ten tries a minute for one name, then no more', async () => {
  const attempt = () =>
    app.app.inject({ method: 'POST', url: '/v1/login', payload: { username: 'nobody', password: 'x' } });
  const answers = [];
  for (let n = 0; n < 11; n++) answers.push((await attempt()).statusCode);
  assert.deepEqual([answers[9], answers[10]], [401, 429]);
});

test('sessions are made, listed by pages and filters, and seen only from above and by their agent', async () => {
  const agent = await clientOf(app, 'a-east-agent');
  const ids: string[] = [];
  for (const title of ['理财一', '理财二', '保险三']) {
    const made = await agent.send('POST', '/v1/sessions', {
      title,
      product: title.startsWith('理财') ? 'bank' : 'ins',
    });
    assert.equal(made.status, 201);
    ids.push(made.body.id);
  }
  const first = await agent.get('/v1/sessions?limit=2');
  assert.equal(first.body.items.length, 2);
  const second = await agent.get(`/v1/sessions?limit=2&after=${first.body.next}`);
  assert.deepEqual(
    [...first.body.items, ...second.body.items].map((one: { id: string }) => one.id),
    ids.toReversed(),
  );
  assert.equal(second.body.next, null);
  assert.equal((await agent.get('/v1/sessions?product=ins')).body.items.length, 1);
  assert.equal((await agent.get(`/v1/sessions?q=${encodeURIComponent('理财')}`)).body.items.length, 2);
  assert.equal((await agent.get('/v1/sessions?q=%25')).body.items.length, 0);
  const seen = async (who: string) => (await (await clientOf(app, who)).get(`/v1/sessions/${ids[0]}`)).status;
  assert.equal(await seen('a-head-compliance'), 200);
  assert.equal(await seen('a-east-supervisor'), 200);
  assert.equal(await seen('a-west-supervisor'), 404);
  assert.equal(await seen('a-head-agent'), 404);
  assert.equal(await seen('b-head-admin'), 404);
});

test('a repeated request with one Idempotency-Key creates once', async () => {
  const agent = await clientOf(app, 'a-west-agent');
  const send = (title: string) => agent.send('POST', '/v1/sessions', { title }, { 'idempotency-key': 'k1' });
  const [one, two, other] = [await send('甲'), await send('甲'), await send('乙')];
  assert.equal(one.body.id, two.body.id);
  assert.equal(other.body.error.code, 'request.key_reused');
  assert.equal((await agent.get('/v1/sessions')).body.items.length, 1);
});

test('accounts: made in scope, unique, deactivated at once', async () => {
  const admin = await clientOf(app, 'a-head-admin');
  const person = { username: 'new.agent', name: '新人', role: 'agent', branchId: place.east.id, password: PASSWORD };
  const made = await admin.send('POST', '/v1/people', person);
  assert.equal(made.status, 201);
  assert.equal((await admin.send('POST', '/v1/people', person)).body.error.code, 'person.username_taken');
  const theirs = await clientOf(app, 'new.agent');
  assert.equal((await admin.send('PATCH', `/v1/people/${made.body.id}`, { isActive: false })).status, 204);
  assert.equal((await theirs.get('/v1/me')).status, 401);
  const east = await clientOf(app, 'a-east-admin');
  assert.equal(
    (await east.send('POST', '/v1/people', { ...person, username: 'x.y', branchId: place.west.id })).status,
    404,
  );
  assert.equal((await east.get('/v1/organisations')).body.items.length, 1);
  assert.equal((await admin.get('/v1/organisations')).body.items.length, 3);
});

test('the audit is a chain that nobody can change', async () => {
  const auditor = await clientOf(app, 'a-head-auditor');
  const page = await auditor.get('/v1/audit?limit=5');
  assert.equal(page.body.items.length, 5);
  assert.equal(page.body.items[0].prevHash, page.body.items[1].hash);
  assert.equal(await firstBreak(base.db, place.tenantId), null);
  await assert.rejects(base.db.run(sql`update audit set action = 'x'`), /never changed/);
  await base.db.run(sql`alter table audit disable trigger audit_no_change`);
  await base.db.run(sql`update audit set action = 'x' where tenant_id = ${place.tenantId} and seq = 3`);
  assert.equal(await firstBreak(base.db, place.tenantId), 3);
});

test('the description of the routes is the committed one', async () => {
  const text = await openapiText(app);
  if (process.env.WRITE_OPENAPI === '1') writeFileSync(openapiFile, text);
  assert.equal(readFileSync(openapiFile, 'utf8'), text);
  assert.equal(JSON.parse(text).openapi, '3.1.0');
});
