import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { readTarball } from './tar.ts';
import { makeTarball, makeZip } from './testarchives.ts';
import { readZip } from './zip.ts';

const dir = mkdtempSync(join(tmpdir(), 'archives-'));
after(() => rmSync(dir, { recursive: true, force: true }));

const content = Buffer.from('weights '.repeat(1000));

test('a wheel is read: deflated and stored entries, with a comment behind the end record', () => {
  const path = join(dir, 'a.whl');
  writeFileSync(
    path,
    makeZip({ 'pack/part.bin': content, 'pack/empty': Buffer.alloc(0) }, { comment: 'made for a test' }),
  );
  const entries = readZip(path);
  assert.deepEqual(
    entries.map(({ name, bytes }) => ({ name, bytes })),
    [
      { name: 'pack/part.bin', bytes: 8000 },
      { name: 'pack/empty', bytes: 0 },
    ],
  );
  assert.deepEqual(entries[0]!.read(), content);
  assert.deepEqual(entries[1]!.read(), Buffer.alloc(0));
});

test('a cut zip is refused by name', () => {
  const path = join(dir, 'cut.whl');
  const whole = makeZip({ 'pack/part.bin': content });
  writeFileSync(path, whole.subarray(0, whole.length - 30));
  assert.throws(() => readZip(path), /cut\.whl is not a zip archive/);
});

test('a tarball of npm is read, long names included', () => {
  const path = join(dir, 'a.tgz');
  const long = `package/${'deep/'.repeat(30)}model.onnx`;
  writeFileSync(path, makeTarball({ 'package/a.onnx': content, [long]: Buffer.from('x') }));
  const found = readTarball(path, ['package/a.onnx', long]);
  assert.deepEqual(found.get('package/a.onnx'), content);
  assert.deepEqual(found.get(long), Buffer.from('x'));
  assert.throws(() => readTarball(path, ['package/b.onnx']), /a\.tgz does not contain package\/b\.onnx/);
});
