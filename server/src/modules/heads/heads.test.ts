import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import { smallHeads } from '@mingjian/rulebooks/heads/heads.fixture.ts';
import type { Refusal } from '../../platform/errors/index.ts';
import { checkHeads, type HeadsText, misfit } from './service/check.ts';

const dir = mkdtempSync(join(tmpdir(), 'mj-heads-'));
after(() => rmSync(dir, { recursive: true, force: true }));
const file = (change: Partial<HeadsText> = {}): HeadsText => ({
  ...JSON.parse(smallHeads(['sale.pressure', 'sale.rebate'])),
  ...change,
});
const whyNot = async (given: HeadsText): Promise<string> => {
  const refusal: Refusal = await checkHeads(given, dir).then(
    () => assert.fail('was taken'),
    (error) => error,
  );
  assert.equal(refusal.code, 'heads.unusable');
  return (refusal.details as { what: string }).what;
};

test('a trained file is taken, and nothing of it stays in the temporary folder', async () => {
  const heads = await checkHeads(file(), dir);
  assert.deepEqual([heads.labels, heads.version], [['sale.pressure', 'sale.rebate'], 'heads@own+0001']);
  assert.deepEqual(readdirSync(dir), []);
});

test('what the inspecting process could not use is refused with what is wrong, without places of this machine', async () => {
  const nothing = deflateRawSync(Buffer.alloc(10)).toString('base64');
  assert.match(await whyNot(file({ weights: nothing })), /^heads\.json: 10 .*weights, wanted/);
  assert.match(await whyNot(file({ heads: [] })), /no head in it/);
  assert.match(await whyNot(file({ mean: 'AAAA' })), /./);
  const noNumber = Buffer.alloc(1536);
  noNumber.writeFloatLE(Number.NaN, 400);
  assert.match(await whyNot(file({ mean: noNumber.toString('base64') })), /a number in it is none/);
  const [one] = file().heads;
  assert.match(await whyNot(file({ heads: [one!, { ...one!, slope: 1e300 }] })), /a number in it is none/);
  assert.match(await whyNot(file({ weights: 'no deflate' })), /./);
  assert.deepEqual(readdirSync(dir), []);
});

test('a small file that unpacks to hundreds of megabytes is stopped', async () => {
  const bomb = deflateRawSync(Buffer.alloc(200 * 1024 * 1024)).toString('base64');
  assert.ok(bomb.length < 1_000_000);
  assert.match(await whyNot(file({ weights: bomb })), /larger than/);
});

test('heads of another embedder do not stand beside the shipped ones', () => {
  const shipped = { version: 'heads@1', labels: [], embedder: 'sha256:a' };
  assert.equal(misfit({ embedder: 'sha256:a' }, shipped), undefined);
  assert.match(
    misfit({ embedder: 'sha256:b' }, shipped) ?? '',
    /another sentence embedder \(sha256:b, here sha256:a\)/,
  );
  assert.equal(misfit({ embedder: 'sha256:b' }, undefined), undefined, 'nothing to stand beside');
});
