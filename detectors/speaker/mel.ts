import { createFft } from '@mingjian/signal/fft.ts';

/** Front end of the d-vector (models §11.1): 25 ms windows every 10 ms, 40 Slaney triangles 0–8000 Hz, no logarithm. */
const length = 400;
const hop = 160;
export const bands = 40;
const bins = length / 2 + 1;
const binHz = 40;
const fft = createFft(length);
const hann = Float64Array.from({ length }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / length));
const hzOf = (mel: number): number => (mel < 15 ? (mel * 200) / 3 : 1000 * Math.exp(((mel - 15) * Math.log(6.4)) / 27));
const topMel = 15 + (Math.log(8) * 27) / Math.log(6.4);
const triangles = Array.from({ length: bands }, (_, band) => {
  const [low, centre, high] = [0, 1, 2].map((i) => hzOf((topMel * (band + i)) / (bands + 1))) as [
    number,
    number,
    number,
  ];
  return Array.from({ length: bins }, (_, bin): [number, number] => {
    const height = Math.min((bin * binHz - low) / (centre - low), (high - bin * binHz) / (high - centre));
    return [bin, (Math.max(0, height) * 2) / (high - low)];
  }).filter(([, weight]) => weight > 0);
});

/** The telephone band, Hz. */
const telephone = [300, 3400] as const;
const isIn = (bin: number): boolean => bin * binHz >= telephone[0] && bin * binHz <= telephone[1];

export type Band = 'wide' | 'telephone';
/** Rows of 40 energies and, for each row, the power in the whole, the telephone and the upper (> 4 kHz) band. */
export type Mel = {
  rows: number;
  wide: Float32Array;
  telephone: Float32Array;
  power: Record<Band | 'upper', Float32Array>;
};

/** Energies of 16 kHz samples (−1..1); 200 zeros stand at both ends. */
export const melOf = (samples: Float32Array): Mel => {
  const rows = 1 + Math.floor(samples.length / hop);
  const power = { wide: new Float32Array(rows), telephone: new Float32Array(rows), upper: new Float32Array(rows) };
  const mel: Mel = { rows, wide: new Float32Array(rows * bands), telephone: new Float32Array(rows * bands), power };
  const re = new Float64Array(length);
  const im = new Float64Array(length);
  const energy = new Float64Array(bins);
  for (let row = 0; row < rows; row++) {
    im.fill(0);
    for (let i = 0; i < length; i++) re[i] = (samples[row * hop + i - length / 2] ?? 0) * hann[i]!;
    fft.transform(re, im);
    for (let bin = 0; bin < bins; bin++) energy[bin] = re[bin]! ** 2 + im[bin]! ** 2;
    addRow(mel, { row, energy });
  }
  return mel;
};

const addRow = (mel: Mel, { row, energy }: { row: number; energy: Float64Array }): void => {
  for (let bin = 0; bin < bins; bin++) {
    mel.power.wide[row]! += energy[bin]!;
    if (isIn(bin)) mel.power.telephone[row]! += energy[bin]!;
    if (bin * binHz > 4000) mel.power.upper[row]! += energy[bin]!;
  }
  triangles.forEach((triangle, band) => {
    let [wide, inside] = [0, 0];
    for (const [bin, weight] of triangle) {
      wide += weight * energy[bin]!;
      if (isIn(bin)) inside += weight * energy[bin]!;
    }
    mel.wide[row * bands + band] = wide;
    mel.telephone[row * bands + band] = inside;
  });
};

const sum = (values: Float32Array): number => values.reduce((total, x) => total + x, 0);

/** Telephone sound has under a two-thousandth of its power above 4 kHz; real wide-band speech measured .2 % and more. */
export const bandOf = (mel: Mel): Band =>
  sum(mel.power.upper) / (sum(mel.power.wide) || 1) < 5e-4 ? 'telephone' : 'wide';

const quietRms = 10 ** (-30 / 20);
/** One row of a windowed sine of power p holds p · this: turns spectral power back into the power of the samples. */
const rowsToPower = hann.reduce((total, w) => total + w * w, 0) * (length / 2);

/**
 * `count` rows from `from` as the network takes them, scaled as if the sound had −30 dBFS in the band; rows beyond the end are 0.
 */
export const scaledRows = (
  mel: Mel,
  { from, count, band }: { from: number; count: number; band: Band },
): Float32Array => {
  const last = Math.min(mel.rows, from + count);
  const power = sum(mel.power[band].subarray(from, last)) / Math.max(1, last - from) / rowsToPower;
  const gain = power < 1e-12 ? 0 : quietRms ** 2 / power;
  const rows = new Float32Array(count * bands);
  rows.set(mel[band].subarray(from * bands, last * bands));
  return rows.map((x) => x * gain);
};
