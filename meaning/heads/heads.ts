import type { TurnFeatures } from './features.ts';

/** What was measured of a head on turns that it had not seen (folds by family): positives, average precision, precision and recall at each score. */
export type Curve = {
  positives: number;
  averagePrecision: number;
  points: { score: number; precision: number; recall: number }[];
};

/** Linear heads over one set of features; one label each. `weights[column * labels.length + label]`. */
export type Heads = {
  /** Meaning labels: item ids, in the order of the weights. */
  labels: string[];
  /** Names of the pack labels that are features, in the order of their columns. */
  lexicon: string[];
  /** Mean vector of the training turns, taken off before use (384). */
  mean: Float32Array;
  weights: Float32Array;
  bias: Float32Array;
  /** Score = σ(slope · logit + offset). 0.5 is the operating point: of turns of unseen families above it, three of four were right. */
  slope: Float32Array;
  offset: Float32Array;
  curves: Curve[];
  version: string;
  /** SHA-256 over the training turns and labels. */
  dataHash: string;
  /** Version of the embedder whose vectors they read. */
  embedder: string;
};

/** Log-odds of every label, before calibration. */
export const logitsOf = (heads: Pick<Heads, 'labels' | 'weights' | 'bias'>, features: TurnFeatures): Float32Array => {
  const { weights } = heads;
  const count = heads.labels.length;
  const z = Float32Array.from(heads.bias);
  const add = (column: number, value: number): void => {
    const row = column * count;
    for (let k = 0; k < count; k++) z[k] = (z[k] as number) + value * (weights[row + k] as number);
  };
  const { dense, columns, values } = features;
  for (let i = 0; i < dense.length; i++) if (dense[i] !== 0) add(i, dense[i] as number);
  for (let j = 0; j < columns.length; j++) add(columns[j] as number, values[j] as number);
  return z;
};

/** Calibrated scores of every label, 0–1. */
export const scoresOf = (heads: Heads, features: TurnFeatures): Float32Array =>
  logitsOf(heads, features).map(
    (z, k) => 1 / (1 + Math.exp(-((heads.slope[k] as number) * z + (heads.offset[k] as number)))),
  );
