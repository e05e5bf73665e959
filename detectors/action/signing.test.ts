import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openActions } from './actions.ts';
import { clip, kinds } from './drawn-signing.fixture.ts';
import { inkMeter } from './ink.ts';

const seen = async (kind: (typeof kinds)[number], seed: number) =>
  (await openActions().watch(clip(kind, seed).frames)).filter((fact) => fact.name === 'sign.suspected');

test('a drawn signature is suspected where and when it was written', async () => {
  for (const seed of [101, 102, 103]) {
    const { span } = clip('signing', seed);
    const [fact, ...more] = await seen('signing', seed);
    assert.equal(more.length, 0);
    assert.ok(fact !== undefined && fact.t >= span![0] && fact.end! <= span![1] + 2500, `${fact?.t}–${fact?.end}`);
    assert.ok(fact.measures!.strokeMs! >= 1000);
    const [x, y, w, h] = fact.box!;
    assert.ok(x > 150 && y > 340 && x + w < 520 && y + h < 480, `${fact.box}`);
  }
});

for (const kind of kinds.slice(1)) {
  test(`no signing when: ${kind}`, async () => {
    for (const seed of [201, 202]) assert.deepEqual(await seen(kind, seed), []);
  });
}

test('unmeasured is said, and changes only when the operator has measured', async () => {
  const plain = openActions().capabilities();
  assert.ok(plain.every((one) => !one.available && one.reason?.startsWith('unmeasured')));
  const trusting = openActions({ measuredHere: ['action.sign'] });
  assert.deepEqual(
    trusting.capabilities().map((one) => one.available),
    [true, false, false],
  );
  const facts = await trusting.watch(clip('signing', 101).frames);
  assert.deepEqual(
    facts.filter((fact) => fact.kind === 'capability').map((fact) => fact.value),
    [true, false, false],
  );
  assert.ok(facts.some((fact) => fact.name === 'sign.seen'));
  assert.ok(!facts.some((fact) => fact.name === 'sign.suspected'));
});

test('a picture of another size begins anew, and cancelling stops', async () => {
  const meter = inkMeter();
  const grey = (side: number) => ({
    tMs: 0,
    width: side,
    height: side,
    rgb: new Uint8Array(side * side * 3).fill(200),
  });
  assert.deepEqual(meter.look(grey(32)).ink, []);
  assert.deepEqual(meter.look(grey(48)).ink, []);
  await assert.rejects(openActions().watch([grey(32)], { signal: AbortSignal.abort(new Error('stopped')) }), /stopped/);
});
