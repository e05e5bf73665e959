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

/** Band powers (0–1) of whole 20 ms frames at 16 kHz, `BANDS` numbers a frame. Each frame stands alone, so pieces may be cut anywhere between frames. */
export const bandMeter = (): ((samples: Int16Array) => Float32Array) => {
  const fft = createFft(SIZE);
  const [re, im] = [new Float64Array(SIZE), new Float64Array(SIZE)];
  return (samples) => {
    const count = Math.floor(samples.length / BAND_FRAME);
    const powers = new Float32Array(count * BANDS);
    for (let f = 0; f < count; f++) {
      for (let i = 0; i < SIZE; i++) re[i] = samples[f * BAND_FRAME + i]! * hann[i]!;
      im.fill(0);
      fft.transform(re, im);
      for (let b = 0; b < BANDS; b++) {
        let sum = 0;
        for (let k = edges[b]!; k < edges[b + 1]!; k++) sum += re[k]! * re[k]! + im[k]! * im[k]!;
        powers[f * BANDS + b] = sum / FULL;
      }
    }
    return powers;
  };
};
