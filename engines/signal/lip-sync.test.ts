import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type MouthSample, measureAvOffset } from './lip-sync.ts';

/** A fixed pseudo-random sequence: the same syllables in every run. */
const sequence = (seed: number) => () => {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
  return seed / 2_147_483_648;
};

/** Syllables of 120–360 ms with pauses: loudness 0–1 at 1 ms. */
const syllables = (durationMs: number, seed = 3): Float64Array => {
  const random = sequence(seed);
  const loud = new Float64Array(durationMs);
  for (let t = 0; t < durationMs; ) {
    const length = 120 + Math.floor(random() * 240);
    const height = random() < 0.15 ? 0 : 0.3 + 0.7 * random();
    for (let i = 0; i < length && t + i < durationMs; i++) loud[t + i] = height * Math.sin((Math.PI * i) / length);
    t += length;
  }
  return loud;
};

const sound = (loud: Float64Array, lateMs: number): Int16Array => {
  const random = sequence(11);
  return Int16Array.from({ length: loud.length * 16 }, (_, i) => {
    const level = loud[Math.floor(i / 16) - lateMs] ?? 0;
    return Math.round((random() - 0.5) * (20_000 * level + 20));
  });
};

/** The mouth leads by 80 ms, is seen every 80 ms, and the landmark jitters. */
const mouth = (loud: Float64Array, jitter: number): MouthSample[] => {
  const random = sequence(5);
  return Array.from({ length: Math.floor(loud.length / 80) }, (_, i) => ({
    tMs: i * 80,
    aperture: 0.05 + 0.3 * (loud[i * 80 + 80] ?? 0) + jitter * (random() - 0.5),
  }));
};

test('finds late and early sound to 40 ms, in sync as 0', () => {
  const loud = syllables(40_000);
  for (const lateMs of [0, 120, 600, -280, -600, 1000]) {
    const measured = measureAvOffset({ mouth: mouth(loud, 0.1), pcm: sound(loud, lateMs) });
    assert.ok('audioLateMs' in measured, JSON.stringify(measured));
    assert.ok(Math.abs(measured.audioLateMs - lateMs) <= 40, `${lateMs}: ${measured.audioLateMs}`);
    assert.ok(measured.confidence > 0.5);
    assert.equal(measured.curve.length, 61);
  }
});

test('is undecidable for another person’s mouth, for too little speech and for no mouth', () => {
  const loud = syllables(40_000);
  const pcm = sound(loud, 0);
  assert.ok('undecidable' in measureAvOffset({ mouth: mouth(syllables(40_000, 99), 0.1), pcm }));
  assert.ok('undecidable' in measureAvOffset({ mouth: mouth(loud, 0.1).slice(0, 150), pcm }));
  assert.ok('undecidable' in measureAvOffset({ mouth: [], pcm }));
  assert.ok(
    'undecidable' in measureAvOffset({ mouth: mouth(loud, 0.1), pcm, windows: [{ startMs: 0, endMs: 10_000 }] }),
  );
});
