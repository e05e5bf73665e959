/** Every registered route × every role × other tenant × other branch, from the table of routes: a new route is tried by itself. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { App } from './app.ts';
import { matrix, type Role, roles } from './modules/people/index.ts';
import { type Client, clientOf, makeTenant, startTestDatabase, type TestDatabase, testApp } from './testing.fixture.ts';

let base: TestDatabase;
let app: App;
const clients = new Map<string, Client>();
const ids: Record<string, string> = {};
before(async () => {
  base = await startTestDatabase();
  const place = await makeTenant(base.db, 'a');
  await makeTenant(base.db, 'b');
  app = await testApp(base);
  const names = [...roles.flatMap((role) => [`a-east-${role}`, `a-west-${role}`, `b-head-${role}`]), 'a-head-admin'];
  for (const name of names) clients.set(name, await clientOf(app, name));
  const agent = clients.get('a-east-agent')!;
  ids.session = (await agent.send('POST', '/v1/sessions', { title: '甲' })).body.id;
  const people = await clients.get('a-east-admin')!.get('/v1/people');
  ids.person = people.body.items[0].id;
  ids.branch = place.east.id;
});
after(async () => {
  await app.close();
  await base.stop();
});

const guarded = () => app.routes.filter(({ access, url }) => access !== 'public' && url !== '/v1/events');
/** The address with real ids of the east branch of tenant a, and a body that the route takes. */
const urlOf = (url: string) =>
  url
    .replace(
      ':id',
      url.includes('/people') ? ids.person! : url.includes('/packs') ? 'media-quality@1.0.0' : ids.session!,
    )
    .replace(':upload', 'f'.repeat(32)) + (url.endsWith('/frame') ? '?t=0' : '');
const bodyOf = (method: string, url: string): unknown => {
  if (url.endsWith('/reviews')) return { findingId: 'x', decision: 'hit' };
  if (url.endsWith('/verdict')) return { decision: 'pass', comment: '' };
  if (url === '/v1/sessions') return { title: '乙' };
  if (url === '/v1/people')
    return { username: 'zz', name: 'z', role: 'agent', branchId: ids.branch, password: 'long-enough-words-9' };
  return method === 'PATCH' && url.includes('/people')
    ? { name: '新名' }
    : method === 'GET' || method === 'HEAD'
      ? undefined
      : {};
};
const ask = (client: Client, { method, url }: { method: string; url: string }) => {
  const isUpload = url.startsWith('/v1/uploads');
  if (!isUpload) return client.send(method, urlOf(url), bodyOf(method, url));
  const sessionId = Buffer.from(ids.session!).toString('base64');
  const headers = { 'tus-resumable': '1.0.0', 'upload-length': '3', 'upload-metadata': `sessionId ${sessionId}` };
  return client.send(method, urlOf(url), undefined, headers);
};

test('without a login every guarded route is refused', async () => {
  assert.ok(guarded().length > 20);
  for (const { method, url } of guarded()) {
    const answer = await app.app.inject({ method: method as 'GET', url: urlOf(url) });
    assert.equal(answer.statusCode, 401, `${method} ${url}`);
  }
});

test('every unsafe route needs the token against forged requests', async () => {
  const admin = clients.get('a-head-admin')!;
  for (const { method, url } of guarded().filter(({ method }) => method !== 'GET')) {
    const answer = await admin.send(method, urlOf(url), undefined, { 'x-csrf-token': 'forged' });
    assert.equal(answer.status, 403, `${method} ${url}`);
  }
});

test('every route refuses every role that has not its permission, and every permission is in the matrix', async () => {
  for (const route of guarded().filter(({ access }) => access !== 'everybody')) {
    const allowed = (matrix as Record<string, readonly Role[]>)[route.access];
    assert.ok(allowed !== undefined, `${route.access} is in the matrix`);
    for (const role of roles.filter((one) => !allowed.includes(one))) {
      const answer = await ask(clients.get(`a-east-${role}`)!, route);
      assert.equal(answer.status, 403, `${role} ${route.method} ${route.url}`);
    }
  }
});

test('what lies in another tenant or another branch is not found, whatever the role', async () => {
  const withId = guarded().filter(({ url }) => /:(id|upload)/.test(url) && !url.startsWith('/v1/packs'));
  const strangers = [...roles.map((role) => `b-head-${role}`), ...roles.map((role) => `a-west-${role}`)];
  for (const route of [...withId, ...guarded().filter(({ url }) => url === '/v1/uploads')]) {
    for (const name of strangers) {
      const answer = await ask(clients.get(name)!, route);
      assert.ok([403, 404].includes(answer.status), `${name} ${route.method} ${route.url}: ${answer.status}`);
    }
  }
});

test('lists show nothing of another tenant or branch', async () => {
  for (const role of roles) {
    for (const name of [`b-head-${role}`, `a-west-${role}`]) {
      for (const url of ['/v1/sessions', '/v1/people', '/v1/organisations', '/v1/jobs']) {
        const { status, body } = await clients.get(name)!.get(`${url}?limit=200`);
        if (status === 403) continue;
        const seen = JSON.stringify(body);
        assert.equal(status, 200, `${name} ${url}`);
        assert.ok(!seen.includes(ids.session!) && !seen.includes('a-east-'), `${name} ${url}`);
      }
    }
  }
});
