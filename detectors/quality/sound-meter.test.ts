import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { findBeeps } from './beep.ts';
import { findHum } from './hum.ts';
import { signalToNoise, snrFact } from './snr.ts';
import { soundFacts } from './sound-facts.ts';
import { RATE_HZ, soundMeter } from './sound-meter.ts';

const random = (seed: number) => () => {
  seed = (seed * 1664525 + 1013904223) >>> 0;
  return seed / 2 ** 31 - 1;
};
type Part = (t: number) => number;
/** Sound of `seconds`, the parts added, amplitudes 0–1. */
const sound = (seconds: number, ...parts: Part[]): Int16Array =>
  Int16Array.from({ length: Math.round(seconds * RATE_HZ) }, (_, i) =>
    Math.round(
      Math.max(
        -1,
        Math.min(
          1,
          parts.reduce((sum, part) => sum + part(i / RATE_HZ), 0),
        ),
      ) * 32_767,
    ),
  );
const noise = (amplitude: number, seed = 5): Part => {
  const next = random(seed);
  return () => amplitude * next();
};
const tone =
  (hz: number, amplitude: number, [from, to]: [number, number] = [0, 1e9]): Part =>
  (t) =>
    t >= from && t < to ? amplitude * Math.sin(2 * Math.PI * hz * t) : 0;
/** Syllables of a wavering voice, three seconds of every four. */
const voice: Part = (t) => {
  const pitch = 2 * Math.PI * (137 * t + 3 * Math.sin(2 * t));
  const harmonics = [1, 2, 3, 5, 8, 13].reduce((sum, k) => sum + Math.sin(k * pitch) / k, 0);
  return t % 4 < 3 ? 0.16 * harmonics * Math.abs(Math.sin(2 * Math.PI * 2 * t)) ** 1.5 : 0;
};
const measured = (samples: Int16Array, cuts: readonly number[] = []) => {
  const meter = soundMeter();
  let from = 0;
  for (const cut of [...cuts.map((c) => Math.min(c, samples.length)), samples.length].sort((a, b) => a - b)) {
    meter.push(samples.subarray(from, cut));
    from = cut;
  }
  return meter.features();
};
const factsOf = (samples: Int16Array) =>
  soundFacts([{ channel: 'mono', sound: measured(samples) }], samples.length / 16);

test('features and facts are the same however the sound was cut', () => {
  const samples = sound(9.137, voice, noise(0.002), tone(1000, 0.3, [5, 5.2]), tone(50, 0.02));
  const whole = measured(samples);
  const facts = factsOf(samples);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: samples.length }), { maxLength: 60 }), (cuts) => {
      const pieces = measured(samples, cuts);
      assert.deepEqual(pieces, whole);
      assert.deepEqual(soundFacts([{ channel: 'mono', sound: pieces }], samples.length / 16), facts);
    }),
    { numRuns: 12 },
  );
});

test('features may be read on the way, and the meter goes on', () => {
  const samples = sound(3, voice, noise(0.002));
  const meter = soundMeter();
  meter.push(samples.subarray(0, 20_001));
  assert.equal(meter.features().durationMs, 1250);
  meter.push(samples.subarray(20_001));
  assert.deepEqual(meter.features(), measured(samples));
});

test('hum is found with its frequency, where it is', () => {
  for (const hz of [50, 100, 60]) {
    const spans = findHum(measured(sound(20, voice, noise(0.001), tone(hz, 0.01), tone(hz * 3, 0.004))).hum);
    assert.deepEqual(
      spans?.map((span) => span.humHz),
      [hz],
      JSON.stringify(spans),
    );
  }
  const late = findHum(measured(sound(24, voice, noise(0.001), tone(50, 0.02, [10, 20]))).hum);
  assert.equal(late?.length, 1);
  assert.ok(
    Math.abs(late![0]!.startMs - 10_000) <= 1500 && Math.abs(late![0]!.endMs - 20_000) <= 1500,
    JSON.stringify(late),
  );
});

test('no hum in a voice, in noise, and nothing is said of 3 s', () => {
  assert.deepEqual(findHum(measured(sound(20, voice, noise(0.003))).hum), []);
  assert.deepEqual(findHum(measured(sound(20, noise(0.1))).hum), []);
  assert.equal(findHum(measured(sound(3, tone(50, 0.1))).hum), undefined);
});

test('a burst of noise of two seconds is noise, its absence is not', () => {
  const burst: Part = (t) => (t >= 9 && t < 11.5 ? burstNoise(t) : 0);
  const burstNoise = noise(0.06, 11);
  const names = (samples: Int16Array) => factsOf(samples).map((fact) => fact.name);
  const noisy = factsOf(sound(24, voice, noise(0.002), burst));
  assert.deepEqual(
    noisy.map((fact) => fact.name),
    ['audio.noise'],
  );
  assert.ok(Math.abs(noisy[0]!.t - 9000) <= 800 && Math.abs(noisy[0]!.end! - 11_500) <= 800, JSON.stringify(noisy));
  assert.deepEqual(names(sound(24, voice, noise(0.002))), []);
});

test('beeps are short, pure and steady; voices and long tones are none', () => {
  const beeps = findBeeps(measured(sound(8, voice, noise(0.001), tone(1000, 0.4, [3.5, 3.6]))).tones);
  assert.equal(beeps.length, 1, JSON.stringify(beeps));
  assert.ok(Math.abs(beeps[0]!.startMs - 3500) <= 10 && Math.abs(beeps[0]!.hz - 1000) < 15);
  assert.deepEqual(findBeeps(measured(sound(8, tone(1000, 0.4, [1, 4]))).tones), []);
  assert.deepEqual(findBeeps(measured(sound(8, voice, noise(0.001))).tones), []);
});

test('speech against noise by the voice’s spans; without pauses or speech it is undecidable', () => {
  // Noise of uniform amplitude .01 has −44.8 dBFS.
  const speaking = sound(12, (t) => (t % 4 < 3 ? tone(300, 0.2)(t) : 0), noise(0.01));
  const voices = [0, 4, 8].map((s) => ({ startMs: s * 1000, endMs: (s + 3) * 1000 }));
  const snr = signalToNoise(measured(speaking), voices);
  assert.ok('snrDb' in snr && Math.abs(snr.snrDb - (-17 + 44.8)) < 0.5, JSON.stringify(snr));
  assert.match(JSON.stringify(signalToNoise(measured(speaking), [{ startMs: 0, endMs: 12_000 }])), /of pauses/);
  const fact = snrFact(measured(speaking), { voices: [], track: 'a0' });
  assert.equal(fact.decision, 'undecidable');
  assert.match(String(fact.reason), /0\.0 s of speech/);
  assert.equal(fact.value, undefined);
});
