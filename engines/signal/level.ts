/** Levels of one channel in equal frames. dBFS against a full-scale square wave; digital silence reads −120. */
export type FrameLevels = {
  frameMs: number;
  rmsDb: Float32Array;
  /** Largest absolute sample of the frame, 0–1. */
  peak: Float32Array;
};

export const SILENT_DB = -120;

export const toDb = (rms: number): number => (rms > 1e-6 ? 20 * Math.log10(rms) : SILENT_DB);

/** RMS and peak of 16-bit samples per frame; a last part frame is left out. */
export const frameLevels = (samples: Int16Array, options: { sampleRateHz: number; frameMs: number }): FrameLevels => {
  const size = Math.round((options.sampleRateHz * options.frameMs) / 1000);
  const count = Math.floor(samples.length / size);
  const rmsDb = new Float32Array(count);
  const peak = new Float32Array(count);
  for (let f = 0; f < count; f++) {
    let sum = 0;
    let high = 0;
    for (let i = f * size; i < (f + 1) * size; i++) {
      const x = samples[i]!;
      sum += x * x;
      const a = x < 0 ? -x : x;
      if (a > high) high = a;
    }
    rmsDb[f] = toDb(Math.sqrt(sum / size) / 32768);
    peak[f] = high / 32768;
  }
  return { frameMs: options.frameMs, rmsDb, peak };
};

/** Value below which a share `p` (0–1) of the numbers lies; NaN for none. */
export const quantile = (values: ArrayLike<number>, p: number): number => {
  if (values.length === 0) return Number.NaN;
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))]!;
};
