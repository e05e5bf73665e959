import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { openFiles, type Range, type StoredObject } from './index.ts';

const dir = mkdtempSync(join(tmpdir(), 'mj-files-'));
after(() => rmSync(dir, { recursive: true, force: true }));
const files = openFiles({ dir: join(dir, 'objects'), keysDir: join(dir, 'keys') });
const MIB = 1024 * 1024;
const pathOf = ({ tenantId, digest }: StoredObject) => join(dir, 'objects', tenantId, digest.slice(0, 2), digest);

const collect = async (object: StoredObject, range?: Range): Promise<Buffer> => {
  const parts: Buffer[] = [];
  for await (const part of files.read(object, range)) parts.push(part as Buffer);
  return Buffer.concat(parts);
};

test('what is put comes back, whole and in ranges, at every edge of a chunk', async () => {
  for (const size of [0, 1, MIB - 1, MIB, MIB + 1, 3 * MIB + 17]) {
    const content = randomBytes(size);
    const object = await files.put('t1', content);
    assert.equal(object.sizeBytes, size);
    assert.equal(object.plainSha256, createHash('sha256').update(content).digest('hex'));
    assert.deepEqual(await files.bytes(object), content);
    const edges = [0, 1, MIB - 1, MIB, size - 1].filter((edge) => edge >= 0 && edge < size);
    for (const start of edges)
      for (const end of edges.filter((edge) => edge >= start))
        assert.ok(
          (await collect(object, { start, end })).equals(content.subarray(start, end + 1)),
          `${size}: ${start}-${end}`,
        );
  }
});

test('the name is the digest of the file; plain bytes are nowhere on disk; the key is closed to others', async () => {
  const object = await files.put('t1', Buffer.from('保本保收益'.repeat(100)));
  const onDisk = readFileSync(pathOf(object));
  assert.equal(createHash('sha256').update(onDisk).digest('hex'), object.digest);
  assert.equal(onDisk.includes(Buffer.from('保本')), false);
  assert.equal(statSync(join(dir, 'keys', 'master.key')).mode & 0o777, 0o600);
});

test('the same content of two tenants is two objects, and no key opens another object', async () => {
  const content = Buffer.from('same');
  const one = await files.put('t1', content);
  const two = await files.put('t2', content);
  assert.notEqual(one.digest, two.digest);
  assert.throws(() => files.read({ ...one, tenantId: 't2' }), /does not open/);
  assert.throws(() => files.read({ ...one, wrappedKey: two.wrappedKey }), /does not open/);
});

test('altered, cut, swapped chunks are refused', async () => {
  const object = await files.put('t1', randomBytes(2 * MIB + 5));
  const path = pathOf(object);
  const good = readFileSync(path);
  const sealed = MIB + 16;
  const tampers: Record<string, Buffer> = {
    flipped: Buffer.from(good.map((byte, at) => (at === 100 ? byte ^ 1 : byte))),
    cut: good.subarray(0, good.length - 1),
    swapped: Buffer.concat([
      good.subarray(0, 15),
      good.subarray(15 + sealed, 15 + 2 * sealed),
      good.subarray(15, 15 + sealed),
      good.subarray(15 + 2 * sealed),
    ]),
  };
  for (const [name, bytes] of Object.entries(tampers)) {
    writeFileSync(path, bytes);
    await assert.rejects(collect(object), /altered|cut short/, name);
  }
  writeFileSync(path, good);
  assert.equal((await collect(object)).length, 2 * MIB + 5);
});

test('a source that breaks leaves nothing', async () => {
  const broken = (async function* () {
    yield randomBytes(10);
    throw new Error('the line broke');
  })();
  await assert.rejects(files.put('t3', broken), /the line broke/);
  assert.deepEqual(readdirSync(join(dir, 'objects', 't3')), []);
});
