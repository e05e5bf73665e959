import { createFft } from './fft.ts';

const length = 400;
const hop = 160;
const size = 512;
const bands = 80;
const fft = createFft(size);
const hamming = Float64Array.from({ length }, (_, i) => 0.54 - 0.46 * Math.cos((2 * Math.PI * i) / (length - 1)));
const melOf = (hz: number): number => 1127 * Math.log(1 + hz / 700);

/** Triangles linear in mel from 20 to 8000 Hz; weights of the bins each one touches. */
const triangles = Array.from({ length: bands }, (_, band) => {
  const step = (melOf(8000) - melOf(20)) / (bands + 1);
  const [low, centre, high] = [0, 1, 2].map((i) => melOf(20) + (band + i) * step) as [number, number, number];
  const weights: [number, number][] = [];
  for (let bin = 0; bin < size / 2; bin++) {
    const mel = melOf((bin * 16000) / size);
    if (mel > low && mel < high)
      weights.push([bin, Math.min((mel - low) / (centre - low), (high - mel) / (high - centre))]);
  }
  return weights;
});

/** Log filter-bank energies of 16 kHz samples (−1..1): rows of 80, one per 10 ms, no padding (25 ms window, pre-emphasis .97). */
export const kaldiFbank = (samples: Float32Array): Float32Array[] => {
  const count = samples.length < length ? 0 : 1 + Math.floor((samples.length - length) / hop);
  const re = new Float64Array(size);
  const im = new Float64Array(size);
  return Array.from({ length: count }, (_, frame) => {
    re.fill(0);
    im.fill(0);
    const part = samples.subarray(frame * hop, frame * hop + length);
    const mean = part.reduce((sum, x) => sum + x, 0) / length;
    for (let i = 0; i < length; i++) {
      const before = ((part[Math.max(0, i - 1)] as number) - mean) * 32768;
      re[i] = (((part[i] as number) - mean) * 32768 - 0.97 * before) * (hamming[i] as number);
    }
    fft.transform(re, im);
    return Float32Array.from(triangles, (weights) => {
      let energy = 0;
      for (const [bin, weight] of weights) energy += weight * ((re[bin] as number) ** 2 + (im[bin] as number) ** 2);
      return Math.log(Math.max(energy, 1.19e-7));
    });
  });
};

/** Low frame rate: five frames stacked, every third kept, two frames of left context, clamped at the ends: rows of 400. */
export const stackFrames = (rows: readonly Float32Array[]): Float32Array[] =>
  Array.from({ length: Math.ceil(rows.length / 3) }, (_, i) => {
    const stacked = new Float32Array(5 * bands);
    for (let k = 0; k < 5; k++) {
      const at = Math.max(0, Math.min(rows.length - 1, 3 * i + k - 2));
      stacked.set(rows[at] as Float32Array, k * bands);
    }
    return stacked;
  });
