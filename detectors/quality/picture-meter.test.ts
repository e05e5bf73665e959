import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GRID } from '@mingjian/signal/tiles.ts';
import fc from 'fast-check';
import { findFrozenHalves } from './frozen-half.ts';
import { findResolutionDrops } from './key-frames.ts';
import { pictureMeter } from './picture-meter.ts';
import { pictureFacts } from './video-facts.ts';

const look = { width: 64, height: 48 };
/** Grey frames with a bright square that wanders; `stands` says when the left half repeats itself. */
const frameAt = (n: number, stands: (n: number) => boolean): Uint8Array => {
  const frame = new Uint8Array(GRID.width * GRID.height).fill(90);
  for (const [offset, m] of [
    [0, stands(n) ? 100 : n],
    [GRID.width / 2, n],
  ] as const) {
    const x = offset + 8 + ((m * 5) % 48);
    for (let y = 40; y < 72; y++) frame.fill(200, y * GRID.width + x, y * GRID.width + x + 16);
  }
  return frame;
};
const measured = (count: number, stands: (n: number) => boolean, pauses: ReadonlySet<number> = new Set()) => {
  const meter = pictureMeter(look);
  const [frameTimes, lookTimes]: [number[], number[]] = [[], []];
  for (let n = 0; n < count; n++) {
    meter.addFrame(frameAt(n, stands));
    frameTimes.push(n * 40);
    if (n % 12 === 0) {
      meter.addLook(frameAt(n, stands).subarray(0, look.width * look.height));
      lookTimes.push(n * 40);
    }
    if (pauses.has(n)) meter.features(frameTimes, lookTimes);
  }
  return { ...meter.features(frameTimes, lookTimes), errors: [] };
};

test('features and facts are the same whenever they were read on the way', () => {
  const stands = (n: number) => n > 100 && n < 200;
  const whole = measured(300, stands);
  const facts = pictureFacts(whole, 12_000);
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 299 }), { maxLength: 20 }), (pauses) => {
      const read = measured(300, stands, new Set(pauses));
      assert.deepEqual(read, whole);
      assert.deepEqual(pictureFacts(read, 12_000), facts);
    }),
    { numRuns: 10 },
  );
});

test('the left half that stands still is named; a half that mostly rests is not judged', () => {
  const found = findFrozenHalves(
    measured(600, (n) => n > 200 && n < 320),
    { endMs: 24_000, except: [] },
  );
  assert.deepEqual(
    found.map(({ half }) => half),
    ['left'],
  );
  assert.ok(
    Math.abs(found[0]!.startMs - 8000) <= 200 && Math.abs(found[0]!.endMs - 12_800) <= 200,
    JSON.stringify(found),
  );
  assert.deepEqual(
    findFrozenHalves(
      measured(600, (n) => n % 150 < 110),
      { endMs: 24_000, except: [] },
    ),
    [],
  );
});

test('a smaller picture is a drop against the size that lasts longest', () => {
  const key = (tMs: number, width: number, height: number) => ({ tMs, width, height });
  const drops = findResolutionDrops(
    [key(0, 320, 240), key(800, 640, 480), key(9000, 320, 240), key(12_000, 640, 480)],
    20_000,
  );
  assert.deepEqual(
    drops.map(({ startMs, endMs, widthPx, usualWidthPx }) => [startMs, endMs, widthPx, usualWidthPx]),
    [[9000, 12_000, 320, 640]],
    'the first 0.8 s are a sender finding its rate',
  );
  assert.deepEqual(findResolutionDrops([], 20_000), []);
  assert.deepEqual(findResolutionDrops([key(0, 640, 480), key(5000, 640, 472)], 20_000), []);
});
