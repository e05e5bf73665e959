import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type Engine, startEngine } from '@mingjian/detector-core';
import { openDocuments } from './documents.ts';
import { canDrawChinese, drawn, idFrontSvg, person, photographed } from './drawn-papers.fixture.ts';
import { documentFacts } from './facts.ts';
import type { Quad, RgbFrame } from './frame.ts';

const data = fileURLToPath(new URL('../../../shared/data/ocr/', import.meta.url));
const documents = openDocuments();
after(() => documents.stop());
const available = documents.capabilities()[0]?.available === true;
const missing = 'shared test data or the model ppocr-v4 is not here';

test('a card in perspective is found, straightened and read; its wrong number is said', async (t) => {
  if (!existsSync(data) || !available) return t.skip(missing);
  const read = await documents.readPicture(`${data}id-c-photo.jpg`);
  assert.equal(read.decision, 'read', read.reasons.join('; '));
  assert.equal(read.outlineFound, true);
  assert.equal(read.fields.idNumber?.value, '990226197905260313');
  assert.equal(read.checks.checksum?.result, 'pass');
  const forged = await documents.readPicture(`${data}id.png`);
  assert.equal(forged.checks.checksum?.result, 'fail');
  const fact = documentFacts(forged).find((one) => one.name === 'document.card');
  assert.equal((fact?.fields as Record<string, string> | undefined)?.name, '张伟民');
});

test('a card that is too dark, blurred or small is undecidable with its reason; the same card in good light is read', async (t) => {
  if (!available || !(await canDrawChinese())) return t.skip('the model ppocr-v4 or a Chinese font is not here');
  const card = await drawn(idFrontSvg(person(3)));
  const quad: Quad = [
    [200, 150],
    [800, 160],
    [795, 540],
    [205, 530],
  ];
  const camera = { quad, width: 960, height: 720, noise: 6 };
  const reasons = async (change: object) =>
    (await documents.readPicture(await photographed(card, { ...camera, ...change }))).reasons;
  assert.deepEqual(await reasons({}), []);
  assert.ok((await reasons({ light: 0.12 })).includes('dark'));
  assert.ok((await reasons({ blur: 6 })).length > 0);
  const far: Quad = [
    [400, 300],
    [580, 300],
    [580, 414],
    [400, 414],
  ];
  assert.ok((await reasons({ quad: far })).includes('too small'));
});

const still = async (places: number[]): Promise<RgbFrame[]> => {
  const card = await drawn(idFrontSvg(person(5)));
  const frames: RgbFrame[] = [];
  for (const [i, dx] of places.entries()) {
    const quad: Quad = [
      [250 + dx, 200],
      [750 + dx, 206],
      [745 + dx, 520],
      [255 + dx, 514],
    ];
    frames.push({ ...(await photographed(card, { quad, width: 960, height: 720, seed: i })), tMs: i * 500 });
  }
  return frames;
};

test('a card that is held still is held for as long; one that keeps moving is only shown', async (t) => {
  if (!available || !(await canDrawChinese())) return t.skip('the model ppocr-v4 or a Chinese font is not here');
  const held = (await documents.watch(await still([-150, 0, 1, 0, 2, 1, 160]))).filter(
    (one) => one.name === 'document.held',
  );
  assert.deepEqual(
    held.map((one) => [one.t, one.end, one.measures?.heldMs]),
    [[500, 2500, 2000]],
  );
  const moving = await documents.watch(await still([-200, -130, -60, 20, 90, 160]));
  assert.ok(moving.some((one) => one.name === 'document.shown'));
  assert.ok(!moving.some((one) => one.name === 'document.held'));
});

test('after the death of the engine the next call works, and the gap is reported', async (t) => {
  if (!available) return t.skip(missing);
  const real = startEngine(fileURLToPath(new URL('./engine.ts', import.meta.url)), { name: 'documents' });
  let calls = 0;
  const dying: Engine = {
    ...real,
    call: async (method, argument, options) => {
      if (++calls !== 2) return real.call(method, argument, options);
      const running = real.call(method, argument, options);
      await Promise.all([real.stop(), assert.rejects(running)]);
      return running as never;
    },
  };
  const watching = openDocuments({ engine: dying });
  try {
    const grey = (tMs: number): RgbFrame => ({ tMs, width: 64, height: 48, rgb: new Uint8Array(64 * 48 * 3).fill(90) });
    const facts = await watching.watch([grey(0), grey(500), grey(1000)]);
    const gap = facts.find((one) => one.name === 'document.unmeasured');
    assert.deepEqual([gap?.t, gap?.end], [0, 500]);
    assert.match(gap?.reason ?? '', /engine documents ended/);
    assert.equal(facts.find((one) => one.kind === 'capability')?.value, false);
    assert.equal(calls, 3, 'the third look was made by a new child');
  } finally {
    await watching.stop();
  }
});

test('without the model the capability says what to do, and bytes that are no picture are named', async () => {
  const none = openDocuments({
    resolve: () => ({ available: false, name: 'ppocr-v4', reason: 'not here', fix: './mj models' }) as never,
  });
  assert.match(none.capabilities()[0]?.reason ?? '', /ppocr-v4 is not here; \.\/mj models/);
  await assert.rejects(
    none.readPicture({ tMs: 0, width: 1, height: 1, rgb: new Uint8Array(3) }),
    /no reading: model ppocr-v4/,
  );
  await assert.rejects(none.readPicture(Buffer.from('not a picture')), /the picture cannot be read/);
  await assert.rejects(none.readPicture({ tMs: 7, width: 2, height: 2, rgb: new Uint8Array(3) }), /at 7 ms is not RGB/);
});
