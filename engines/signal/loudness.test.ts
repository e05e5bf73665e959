import assert from 'node:assert/strict';
import { test } from 'node:test';
import { frameLevels, quantile } from './level.ts';
import { integratedLoudness } from './loudness.ts';
import { mergeSpans, runsWhere, subtractSpans } from './spans.ts';

const tone = (hz: number, amplitude: number, seconds: number, rate: number): Int16Array =>
  Int16Array.from({ length: seconds * rate }, (_, i) =>
    Math.round(32_767 * amplitude * Math.sin((2 * Math.PI * hz * i) / rate)),
  );

test('loudness: a 997 Hz sine at full scale reads −3.01 LUFS at every rate (BS.1770-4)', () => {
  for (const rate of [8000, 16_000, 48_000]) {
    const heard = integratedLoudness(tone(997, 1, 2, rate), rate);
    assert.ok(heard !== undefined && Math.abs(heard + 3.01) < 0.15, `${rate}: ${heard}`);
  }
});

test('loudness: pauses do not count, silence has none', () => {
  const samples = new Int16Array(16_000 * 10);
  samples.set(tone(997, 0.1, 3, 16_000), 16_000);
  const heard = integratedLoudness(samples, 16_000);
  assert.ok(heard !== undefined && Math.abs(heard + 23.2) < 0.6, String(heard));
  assert.equal(integratedLoudness(new Int16Array(32_000), 16_000), undefined);
});

test('levels: RMS and peak per frame, digital silence is −120 dB', () => {
  const { rmsDb, peak } = frameLevels(tone(1000, 0.5, 1, 16_000), { sampleRateHz: 16_000, frameMs: 20 });
  assert.equal(rmsDb.length, 50);
  assert.ok(Math.abs(rmsDb[10]! + 9.03) < 0.05 && Math.abs(peak[10]! - 0.5) < 0.01);
  assert.equal(frameLevels(new Int16Array(640), { sampleRateHz: 16_000, frameMs: 20 }).rmsDb[0], -120);
  assert.equal(quantile([3, 1, 2], 0.5), 2);
});

test('spans: merging, subtracting, runs', () => {
  const spans = [
    { startMs: 500, endMs: 900 },
    { startMs: 0, endMs: 400 },
    { startMs: 2000, endMs: 3000 },
  ];
  assert.deepEqual(mergeSpans(spans, 100), [
    { startMs: 0, endMs: 900 },
    { startMs: 2000, endMs: 3000 },
  ]);
  const holes = [
    { startMs: 300, endMs: 600 },
    { startMs: 2500, endMs: 4000 },
  ];
  assert.deepEqual(
    subtractSpans(
      [
        { startMs: 0, endMs: 900 },
        { startMs: 2000, endMs: 3000 },
      ],
      holes,
    ),
    [
      { startMs: 0, endMs: 300 },
      { startMs: 600, endMs: 900 },
      { startMs: 2000, endMs: 2500 },
    ],
  );
  assert.deepEqual(
    runsWhere(6, (i) => [1, 2, 5].includes(i)),
    [
      [1, 3],
      [5, 6],
    ],
  );
});
