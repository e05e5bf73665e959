import { createFft } from '@mingjian/signal/fft.ts';

/** Edges of thirteen bands, Hz, narrow where speech has its formants. */
const EDGES_HZ = [100, 250, 400, 600, 850, 1150, 1500, 1900, 2400, 3000, 3600, 4500, 5600, 7000] as const;
export const BANDS = EDGES_HZ.length - 1;
const SIZE = 256;
const RATE_HZ = 16_000;
/** One frame is 20 ms; the transform looks at its first 16 ms. */
export const BAND_FRAME = 320;

const hann = Float64Array.from({ length: SIZE }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / SIZE));
const edges = EDGES_HZ.map((hz) => Math.round((hz * SIZE) / RATE_HZ));
/** Power of a full-scale square wave, so that sums of bands read in dBFS like levels. */
const FULL = (32_768 ** 2 * SIZE * hann.reduce((sum, w) => sum + w * w, 0)) / 2;

/** Powers of two real frames out of one transform of both (x as the real, y as the imaginary part). */
const addBands = (
  re: Float64Array,
  im: Float64Array,
  into: { powers: Float32Array; at: number; next: number },
): void => {
  for (let b = 0; b < BANDS; b++) {
    let [x, y] = [0, 0];
    for (let k = edges[b]!; k < edges[b + 1]!; k++) {
      const m = SIZE - k;
      const [xr, xi, yr, yi] = [re[k]! + re[m]!, im[k]! - im[m]!, im[k]! + im[m]!, re[m]! - re[k]!];
      x += xr * xr + xi * xi;
      y += yr * yr + yi * yi;
    }
    into.powers[into.at + b] = x / 4 / FULL;
    if (into.next >= 0) into.powers[into.next + b] = y / 4 / FULL;
  }
};

/** Band powers (0–1) of whole 20 ms frames at 16 kHz, `BANDS` numbers a frame; pieces begin at an even frame, so that the same two share a transform. */
export const bandMeter = (): ((samples: Int16Array) => Float32Array) => {
  const fft = createFft(SIZE);
  const [re, im] = [new Float64Array(SIZE), new Float64Array(SIZE)];
  return (samples) => {
    const count = Math.floor(samples.length / BAND_FRAME);
    const powers = new Float32Array(count * BANDS);
    for (let f = 0; f < count; f += 2) {
      const hasNext = f + 1 < count;
      for (let i = 0; i < SIZE; i++) {
        re[i] = samples[f * BAND_FRAME + i]! * hann[i]!;
        im[i] = hasNext ? samples[(f + 1) * BAND_FRAME + i]! * hann[i]! : 0;
      }
      fft.transform(re, im);
      addBands(re, im, { powers, at: f * BANDS, next: hasNext ? (f + 1) * BANDS : -1 });
    }
    return powers;
  };
};
