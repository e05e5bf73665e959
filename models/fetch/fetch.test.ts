import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { fetchHttps } from './https.ts';
import { fetchNpm } from './npm.ts';
import { fetchWheel, type RunTool } from './wheel.ts';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'fetch-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const content = Buffer.from('0123456789'.repeat(20_000));
const sha256 = createHash('sha256').update(content).digest('hex');
const context = () => ({ dir, onBytes: () => {} });

test('a broken https transfer goes on where it stopped', async (t) => {
  const ranges: (string | undefined)[] = [];
  let breakOff = () => {};
  const server = createServer((request, response) => {
    ranges.push(request.headers.range);
    const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
    response.writeHead(from > 0 ? 206 : 200, { 'content-length': content.length - from });
    if (from > 0) response.end(content.subarray(from));
    else {
      response.write(content.subarray(0, 50_000));
      breakOff = () => response.destroy();
    }
  }).listen(0, '127.0.0.1');
  t.after(() => server.close());
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/model.bin`;
  const target = { ...context(), fileName: 'model.bin' };
  // The line breaks once the first half has come through.
  await assert.rejects(fetchHttps(url, { ...target, onBytes: (bytes) => bytes >= 50_000 && breakOff() }));
  const kept = statSync(join(dir, 'model.bin.part')).size;
  assert.equal(kept, 50_000);
  const path = await fetchHttps(url, target);
  assert.deepEqual(ranges, [undefined, `bytes=${kept}-`]);
  assert.equal(statSync(path).size, content.length);
});

test('an address that is not there is named', async (t) => {
  const server = createServer((_request, response) => response.writeHead(404).end()).listen(0, '127.0.0.1');
  t.after(() => server.close());
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/no.bin`;
  await assert.rejects(
    fetchHttps(url, { ...context(), fileName: 'no.bin' }),
    /no\.bin cannot be read: it answered 404/,
  );
});

test('a tarball with the wrong integrity is refused and deleted', async () => {
  const path = join(dir, 'pack-1.0.0.tgz');
  writeFileSync(path, content);
  const source = {
    kind: 'npm' as const,
    package: 'pack',
    version: '1.0.0',
    integrity: 'sha512-AA==',
    bytes: 1,
    take: [],
  };
  await assert.rejects(fetchNpm(source, context()), /pack@1\.0\.0 has the wrong integrity/);
  assert.equal(existsSync(path), false);
});

const wheel = { package: 'data-part', version: '1.0.0', sha256, bytes: content.length };

/** A pip that puts `brought` where it is told; the calls are kept. */
const fakePip = (calls: string[], brought: Buffer | undefined, hasPip = true): RunTool => {
  let installed = hasPip;
  return async (command, argv) => {
    calls.push([command, ...argv.filter((one) => !one.includes('/'))].join(' '));
    if (command === 'apt-get') installed = true;
    else if (!installed) throw new Error('python3 is not installed');
    const out = argv[argv.indexOf('-d') + 1];
    if (argv.includes('download') && brought !== undefined) writeFileSync(join(out!, 'data_part-1.0.0.whl'), brought);
    return '';
  };
};

test('a wheel comes from pip with its hash required', async () => {
  const calls: string[] = [];
  const path = await fetchWheel(wheel, context(), { run: fakePip(calls, content), isRoot: false });
  assert.equal(statSync(path).size, content.length);
  assert.match(calls[1]!, /--no-deps .*--require-hashes/);
  await fetchWheel(wheel, context(), { run: fakePip(calls, undefined), isRoot: false });
  assert.equal(calls.length, 2, 'the archive that is already there is used');
});

test('a wheel with the wrong checksum is refused', async () => {
  const run = fakePip([], Buffer.from('something else'));
  await assert.rejects(
    fetchWheel(wheel, context(), { run, isRoot: false }),
    /data-part 1\.0\.0 has the wrong checksum/,
  );
});

test('without pip an ordinary user is told the command, and root gets it installed', async () => {
  const run = fakePip([], content, false);
  await assert.rejects(
    fetchWheel(wheel, context(), { run, isRoot: false }),
    /as root run `apt-get install python3-pip`/,
  );
  const calls: string[] = [];
  await fetchWheel(wheel, context(), { run: fakePip(calls, content, false), isRoot: true });
  assert.deepEqual(calls.slice(1, 3), [
    'apt-get update -q',
    'apt-get install -y -q --no-install-recommends python3-pip',
  ]);
});
