import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { isInner, objection, post, resolved } from './service/callback.ts';
import { isSigned, signatureOf, tenantKey } from './service/signing.ts';

const rules = { allowed: ['https://crm.example.com', 'http://10.1.2.3:8080'], mayBePrivate: false };

test('only origins of the list, with nothing hidden in the address', () => {
  assert.equal(objection('https://crm.example.com/facts?x=1', rules), undefined);
  assert.equal(objection('http://10.1.2.3:8080/in', rules), undefined);
  for (const address of [
    'http://crm.example.com/',
    'https://crm.example.com:8443/',
    'https://crm.example.com.evil.example/',
    'https://user:word@crm.example.com/',
    'http://127.0.0.1/',
    'http://10.1.2.3/',
    'file:///etc/passwd',
    'crm.example.com',
  ])
    assert.notEqual(objection(address, rules), undefined, address);
});

test('addresses of this machine and of inner networks are known in all their forms', () => {
  for (const address of [
    '127.0.0.1',
    '10.0.0.1',
    '172.31.9.9',
    '192.168.1.1',
    '169.254.169.254',
    '0.0.0.0',
    '::1',
    'fd00::1',
    'fe80::1',
    '::ffff:127.0.0.1',
  ])
    assert.equal(isInner(address), true, address);
  for (const address of ['8.8.8.8', '172.32.0.1', '2001:4860:4860::8888', '::ffff:8.8.8.8'])
    assert.equal(isInner(address), false, address);
});

test('a name of the list that points inside is refused, unless the operator says so', async () => {
  const url = new URL('http://localhost:8080/');
  await assert.rejects(
    resolved(url, { allowed: ['http://localhost:8080'], mayBePrivate: false }),
    /points to an inner address/,
  );
  const found = await resolved(url, { allowed: ['http://localhost:8080'], mayBePrivate: true });
  assert.ok(isInner(found.address));
});

test('a signature fits its body, its key and its time only', (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'mj-callback-'));
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  const key = tenantKey(dir, 'a');
  assert.equal(tenantKey(dir, 'a'), key);
  assert.notEqual(tenantKey(dir, 'b'), key);
  assert.equal(statSync(join(dir, 'callback.key')).mode & 0o777, 0o600);
  const header = signatureOf(key, { atS: 1_700_000_000, body: '{}\n' });
  assert.ok(isSigned(header, { key, body: '{}\n', nowS: 1_700_000_100 }));
  assert.ok(!isSigned(header, { key, body: '{} \n', nowS: 1_700_000_100 }));
  assert.ok(!isSigned(header, { key: tenantKey(dir, 'b'), body: '{}\n', nowS: 1_700_000_100 }));
  assert.ok(!isSigned(header, { key, body: '{}\n', nowS: 1_700_000_400 }), 'a replay');
  assert.ok(!isSigned('v1=00', { key, body: '{}\n', nowS: 1_700_000_100 }));
});

test('a redirect is not followed, and an answer other than 2xx is a failure', async (t) => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(request.url === '/moved' ? 302 : 503, { location: '/elsewhere' }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const options = {
    body: '',
    headers: {},
    rules: { allowed: [origin], mayBePrivate: false },
    signal: AbortSignal.timeout(5000),
  };
  await assert.rejects(post(`${origin}/moved`, options), /answered 302/);
  await assert.rejects(post(`${origin}/down`, options), /answered 503/);
  assert.deepEqual(asked, ['/moved', '/down']);
  await assert.rejects(post('http://127.0.0.1:1/', options), /not on the operator's list/);
});
