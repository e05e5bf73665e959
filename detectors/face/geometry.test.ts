import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alignFace, similarity } from './align.ts';
import { clarity } from './clarity.ts';
import { cosine, matchDecision } from './decision.ts';
import { enlarged, enlargement } from './enlarge.ts';
import { liveCrop } from './liveness.ts';
import type { Point } from './observation.ts';

test('the similarity transform is found again from turned, scaled and shifted points', () => {
  const from: Point[] = [
    [10, 10],
    [50, 12],
    [30, 40],
    [14, 60],
    [48, 62],
  ];
  const [a, b, tx, ty] = [1.5, 0.4, 20, -7];
  const to = from.map(([x, y]): Point => [a * x - b * y + tx, b * x + a * y + ty]);
  const found = similarity(from, to);
  for (const [name, value] of Object.entries({ a, b, tx, ty })) {
    assert.ok(Math.abs(found[name as keyof typeof found] - value) < 1e-9, name);
  }
});

test('a picture that is already aligned comes back as it is, and outside is black', () => {
  const rgb = Uint8Array.from({ length: 112 * 112 * 3 }, (_, i) => (i * 7) % 251);
  const template: Point[] = [
    [38.2946, 51.6963],
    [73.5318, 51.5014],
    [56.0252, 71.7366],
    [41.5493, 92.3655],
    [70.7299, 92.2041],
  ];
  const same = alignFace({ tMs: 0, width: 112, height: 112, rgb }, template);
  assert.ok(same.every((value, i) => Math.abs(value - rgb[i]!) < 1e-3));
  const moved = alignFace(
    { tMs: 0, width: 112, height: 112, rgb },
    template.map(([x, y]): Point => [x - 1000, y]),
  );
  assert.ok(moved.every((value) => value === 0));
});

test('fine detail is sharp, a slow gradient is not', () => {
  const of = (value: (x: number, y: number) => number) =>
    clarity(
      Float32Array.from({ length: 112 * 112 * 3 }, (_, i) => value(Math.floor(i / 3) % 112, Math.floor(i / 336))),
      1,
    );
  assert.ok(of((x, y) => ((x + y) % 2) * 255).sharpness > 0.5);
  assert.ok(of((x) => x * 2).sharpness < 0.01);
  assert.ok(Math.abs(of(() => 90).brightness - 90) < 1e-3);
  assert.equal(of(() => 90).sharpness, 0, 'nothing to see is not sharp');
});

test('dark hair beside a pale skin does not make sharp eyes blurred', () => {
  // Half dark, half pale, with a fine dark line across the middle of each half: the step between them once sharp, once over 12 pixels.
  const portrait = (soft: number) =>
    clarity(
      Float32Array.from({ length: 112 * 112 * 3 }, (_, i) => {
        const [x, y] = [Math.floor(i / 3) % 112, Math.floor(i / 336)];
        const hair = 40 + 180 / (1 + Math.exp((56 - x) / (0.2 + soft)));
        return hair - 30 / (1 + Math.exp((Math.abs(y - 56) - 6) / (0.2 + soft)));
      }),
      1,
    );
  assert.ok(portrait(0).edges >= 0.9, `${portrait(0).edges}`);
  assert.ok(portrait(3).edges < 0.57, `${portrait(3).edges}`);
  assert.ok(portrait(0).sharpness < 0.1);
});

test('three zones of the match', () => {
  assert.equal(matchDecision(0.326), 'same');
  assert.equal(matchDecision(0.3), 'undecidable');
  assert.equal(matchDecision(0.228), 'different');
  assert.equal(cosine(new Float32Array(4), new Float32Array(4)), 0);
});

test('the liveness crop is shifted into the picture, not cut, and tells how much room there was', () => {
  const frame = { tMs: 0, width: 640, height: 480, rgb: new Uint8Array(0) };
  const corner = liveCrop(frame, [0, 0, 100, 100], 2.7);
  assert.deepEqual([corner.left, corner.top, corner.right, corner.bottom], [0, 0, 270, 270]);
  assert.equal(corner.scale, 2.7);
  assert.ok(liveCrop(frame, [100, 40, 400, 400], 2.7).scale < 1.2);
});

test('a small picture is enlarged by whole pixels before the mesh', () => {
  assert.equal(enlargement(512, 384), 2);
  assert.equal(enlargement(1280, 720), 1);
  const twice = enlarged(Uint8Array.from([1, 2, 3, 4, 5, 6]), 2, 2);
  assert.deepEqual([...twice], [1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6, 1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6]);
});
