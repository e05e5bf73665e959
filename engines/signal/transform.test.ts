import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kaldiFbank, stackFrames } from './fbank-kaldi.ts';
import { createFft } from './fft.ts';
import { melFilters, whisperMel } from './mel-whisper.ts';

const noise = (length: number, seed = 1): number[] => {
  let state = seed;
  return Array.from({ length }, () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 1073741824 - 1;
  });
};

for (const size of [400, 512, 25, 2]) {
  test(`the transform of ${size} points equals the definition`, () => {
    const re = Float64Array.from(noise(size));
    const im = Float64Array.from(noise(size, 7));
    const [a, b] = [re.slice(), im.slice()];
    createFft(size).transform(re, im);
    for (const k of [0, 1, size >> 1, size - 1]) {
      let sr = 0;
      let si = 0;
      for (let i = 0; i < size; i++) {
        const angle = (-2 * Math.PI * i * k) / size;
        sr += (a[i] as number) * Math.cos(angle) - (b[i] as number) * Math.sin(angle);
        si += (a[i] as number) * Math.sin(angle) + (b[i] as number) * Math.cos(angle);
      }
      assert.ok(Math.abs(sr - (re[k] as number)) < 1e-9 && Math.abs(si - (im[k] as number)) < 1e-9, `bin ${k}`);
    }
  });
}

test('a frame of the log-mel picture equals a direct computation, clamp and scale included', () => {
  const samples = Float32Array.from(noise(1600), (x) => x * 0.1);
  const frames = 12;
  const mel = whisperMel(samples, frames);
  const filters = melFilters();
  const level = (frame: number, band: number): number => {
    let energy = 0;
    for (let bin = 0; bin <= 200; bin++) {
      let re = 0;
      let im = 0;
      for (let i = 0; i < 400; i++) {
        const x = (samples[Math.abs(frame * 160 - 200 + i)] ?? 0) * (0.5 - 0.5 * Math.cos((2 * Math.PI * i) / 400));
        re += x * Math.cos((2 * Math.PI * i * bin) / 400);
        im -= x * Math.sin((2 * Math.PI * i * bin) / 400);
      }
      energy += (filters[band * 201 + bin] as number) * (re * re + im * im);
    }
    return Math.log10(Math.max(energy, 1e-10));
  };
  const pairs = [
    [0, 0],
    [3, 40],
    [9, 79],
  ] as const;
  const offsets = pairs.map(([frame, band]) => (mel[band * frames + frame] as number) * 4 - 4 - level(frame, band));
  for (const offset of offsets) assert.ok(Math.abs(offset) < 1e-4, `difference ${offset}`);
});

test('frames beyond the sound lie on the floor, 8 decades under the loudest band', () => {
  const mel = whisperMel(Float32Array.from(noise(1600)), 40);
  const top = Math.max(...mel);
  assert.ok(Math.abs((mel[39] as number) - (top - 2)) < 1e-6);
});

test('filter-bank rows have no padding and stack five to one in threes, clamped at the ends', () => {
  const rows = kaldiFbank(Float32Array.from(noise(400 + 160 * 6)));
  assert.equal(rows.length, 7);
  assert.equal(kaldiFbank(new Float32Array(399)).length, 0);
  const stacked = stackFrames(rows);
  assert.equal(stacked.length, 3);
  assert.deepEqual(stacked[0]?.slice(0, 80), rows[0]);
  assert.deepEqual(stacked[0]?.slice(320, 400), rows[2]);
  assert.deepEqual(stacked[2]?.slice(320, 400), rows[6]);
});

test('a tone of 1 kHz is loudest in the band around 1 kHz', () => {
  const tone = Float32Array.from({ length: 400 }, (_, i) => 0.5 * Math.sin((2 * Math.PI * 1000 * i) / 16000));
  const row = kaldiFbank(tone)[0] as Float32Array;
  const mel = (hz: number) => 1127 * Math.log(1 + hz / 700);
  const expected = ((mel(1000) - mel(20)) / (mel(8000) - mel(20))) * 81 - 1;
  assert.ok(Math.abs(row.indexOf(Math.max(...row)) - expected) <= 1);
});
