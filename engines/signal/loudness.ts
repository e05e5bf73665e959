type Biquad = { b0: number; b1: number; b2: number; a1: number; a2: number };

/** K-weighting of ITU-R BS.1770-4 for any rate: the standard's analogue shelf and high pass through the bilinear transform. */
const shelf = (rate: number): Biquad => {
  const [f0, gainDb, q] = [1681.974450955533, 3.999843853973347, 0.7071752369554196];
  const k = Math.tan((Math.PI * f0) / rate);
  const vh = 10 ** (gainDb / 20);
  const vb = vh ** 0.4996667741545416;
  const a0 = 1 + k / q + k * k;
  return {
    b0: (vh + (vb * k) / q + k * k) / a0,
    b1: (2 * (k * k - vh)) / a0,
    b2: (vh - (vb * k) / q + k * k) / a0,
    a1: (2 * (k * k - 1)) / a0,
    a2: (1 - k / q + k * k) / a0,
  };
};

const highPass = (rate: number): Biquad => {
  const [f0, q] = [38.13547087602444, 0.5003270373238773];
  const k = Math.tan((Math.PI * f0) / rate);
  const a0 = 1 + k / q + k * k;
  return { b0: 1, b1: -2, b2: 1, a1: (2 * (k * k - 1)) / a0, a2: (1 - k / q + k * k) / a0 };
};

/** Mean square of the K-weighted signal of each piece; the filter goes on from one piece to the next. */
export const weightedPowerMeter = (sampleRateHz: number): ((samples: Int16Array) => number) => {
  const [s, h] = [shelf(sampleRateHz), highPass(sampleRateHz)];
  let [x1, x2, y1, y2, z1, z2] = [0, 0, 0, 0, 0, 0];
  return (samples) => {
    let sum = 0;
    for (let i = 0; i < samples.length; i++) {
      const x = samples[i]! / 32768;
      const y = s.b0 * x + s.b1 * x1 + s.b2 * x2 - s.a1 * y1 - s.a2 * y2;
      const z = h.b0 * y + h.b1 * y1 + h.b2 * y2 - h.a1 * z1 - h.a2 * z2;
      x2 = x1;
      x1 = x;
      y2 = y1;
      y1 = y;
      z2 = z1;
      z1 = z;
      sum += z * z;
    }
    return sum / samples.length;
  };
};

const lufs = (power: number): number => -0.691 + 10 * Math.log10(Math.max(power, 1e-12));
const mean = (values: number[]): number => values.reduce((sum, v) => sum + v, 0) / Math.max(1, values.length);

/** Samples of 100 ms, the step of the standard's blocks. */
export const loudnessHop = (sampleRateHz: number): number => Math.round(sampleRateHz / 10);

/**
 * Integrated loudness, LUFS (EBU R 128), from the powers of `weightedPowerMeter` per 100 ms: 400 ms blocks every 100 ms, gated at −70 LUFS
 * and 10 LU below the mean, so pauses do not count. undefined when no block is above −70 LUFS.
 */
export const gatedLoudness = (hops: ArrayLike<number>): number | undefined => {
  const blocks: number[] = [];
  for (let i = 0; i + 4 <= hops.length; i++) blocks.push((hops[i]! + hops[i + 1]! + hops[i + 2]! + hops[i + 3]!) / 4);
  const audible = blocks.filter((power) => lufs(power) > -70);
  if (audible.length === 0) return undefined;
  const gate = lufs(mean(audible)) - 10;
  return lufs(mean(audible.filter((power) => lufs(power) > gate)));
};

/** Integrated loudness of one whole channel. */
export const integratedLoudness = (samples: Int16Array, sampleRateHz: number): number | undefined => {
  const [hop, meter] = [loudnessHop(sampleRateHz), weightedPowerMeter(sampleRateHz)];
  const hops = Array.from({ length: Math.floor(samples.length / hop) }, (_, i) =>
    meter(samples.subarray(i * hop, (i + 1) * hop)),
  );
  return gatedLoudness(hops);
};
