import { createFft } from './fft.ts';

const window = 400;
const hop = 160;
const bands = 80;
const bins = window / 2 + 1;
const fft = createFft(window);
const hann = Float64Array.from({ length: window }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / window));

/** Slaney's scale: linear below 1 kHz, logarithmic above. */
const hzOf = (mel: number): number => (mel < 15 ? (mel * 200) / 3 : 1000 * Math.exp(((mel - 15) * Math.log(6.4)) / 27));
const topMel = 15 + (Math.log(8) * 27) / Math.log(6.4);

/** The 80 × 201 triangles, each rounded to f32 before its width factor, as in the model's training. */
export const melFilters = (): Float32Array => {
  const edges = Array.from({ length: bands + 2 }, (_, i) => hzOf((topMel * i) / (bands + 1)));
  const filters = new Float32Array(bands * bins);
  for (let band = 0; band < bands; band++) {
    const [low, centre, high] = [edges[band] as number, edges[band + 1] as number, edges[band + 2] as number];
    for (let bin = 0; bin < bins; bin++) {
      const hz = (bin * 16000) / window;
      const height = Math.max(0, Math.min((hz - low) / (centre - low), (high - hz) / (high - centre)));
      filters[band * bins + bin] = Math.fround(height) * (2 / (high - low));
    }
  }
  return filters;
};
const filters = melFilters();
const reach = Array.from({ length: bands }, (_, band) => {
  const row = filters.subarray(band * bins, (band + 1) * bins);
  return [row.findIndex((x) => x > 0), row.findLastIndex((x) => x > 0)] as const;
});

/**
 * Whisper's log-mel picture of 16 kHz mono samples (−1..1): `[80, frames]` row-major, 10 ms a frame.
 * Frames beyond the sound hold the floor. Figures: docs of the model (STFT 400/160, periodic Hann, clamp to max − 8, (x+4)/4).
 */
export const whisperMel = (samples: Float32Array, frames: number): Float32Array => {
  const mel = new Float32Array(bands * frames).fill(-10);
  const re = new Float64Array(window);
  const im = new Float64Array(window);
  const power = new Float64Array(bins);
  const sounding = Math.min(frames, Math.ceil((samples.length + window / 2) / hop));
  let top = -10;
  for (let frame = 0; frame < sounding; frame++) {
    im.fill(0);
    const from = frame * hop - window / 2;
    for (let i = 0; i < window; i++) re[i] = (samples[Math.abs(from + i)] ?? 0) * (hann[i] as number);
    fft.transform(re, im);
    for (let bin = 0; bin < bins; bin++) power[bin] = (re[bin] as number) ** 2 + (im[bin] as number) ** 2;
    for (let band = 0; band < bands; band++) {
      const [first, last] = reach[band] as readonly [number, number];
      let sum = 0;
      for (let bin = first; bin <= last; bin++) sum += (filters[band * bins + bin] as number) * (power[bin] as number);
      const level = Math.log10(Math.max(sum, 1e-10));
      if (level > top) top = level;
      mel[band * frames + frame] = level;
    }
  }
  const floor = top - 8;
  for (let i = 0; i < mel.length; i++) mel[i] = (Math.max(mel[i] as number, floor) + 4) / 4;
  return mel;
};
