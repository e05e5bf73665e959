import { columnCount, type TurnFeatures } from './features.ts';
import { type Heads, logitsOf } from './heads.ts';

/** A turn to learn from. `weights` of labels that are not 1: 0 = leave out, more = a positive or a hard case. */
export type Example = { features: TurnFeatures; positives: ReadonlySet<number>; weights: ReadonlyMap<number, number> };
export type TrainOptions = {
  labels: string[];
  lexiconSize: number;
  epochs?: number;
  onEpoch?: (epoch: number) => void;
};
export type Trained = Pick<Heads, 'labels' | 'weights' | 'bias'>;

// Chosen by looking at half b of the development families with heads that learned from half a.
const rate = 3e-3;
const decay = 1e-4;
const batchSize = 128;
const defaultEpochs = 16;
/** Labels are rare: a head starts by believing in about 2 %. */
const startBias = -4;
/** A label whose error is below this moves nothing that one would see. */
const smallError = 1e-4;

/** Seeded uniform numbers in [0, 1): training gives the same heads on every run. */
const seededNumbers = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
};
const shuffle = (order: Int32Array, random: () => number): void => {
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const held = order[i] as number;
    order[i] = order[j] as number;
    order[j] = held;
  }
};

type Adam = { m: Float32Array; v: Float32Array };
const adamFor = (weights: Float32Array): Adam => ({
  m: new Float32Array(weights.length),
  v: new Float32Array(weights.length),
});
/** One step of Adam (Kingma & Ba 2015: β .9 and .99); gradients are emptied. */
const step = (
  weights: Float32Array,
  gradient: Float32Array,
  { m, v }: Adam,
  how: { rate: number; decay: number; t: number },
): void => {
  const scale = how.rate / (1 - 0.9 ** how.t);
  const correct = 1 / (1 - 0.99 ** how.t);
  for (let i = 0; i < weights.length; i++) {
    const g = (gradient[i] as number) + how.decay * (weights[i] as number);
    gradient[i] = 0;
    const mean = 0.9 * (m[i] as number) + 0.1 * g;
    const square = 0.99 * (v[i] as number) + 0.01 * g * g;
    m[i] = mean;
    v[i] = square;
    weights[i] = (weights[i] as number) - (scale * mean) / (Math.sqrt(square * correct) + 1e-8);
  }
};

type Errors = { labels: number[]; values: number[] };
const errorsOf = (net: Trained, example: Example): Errors => {
  const z = logitsOf(net, example.features);
  const errors: Errors = { labels: [], values: [] };
  for (let k = 0; k < z.length; k++) {
    const weight = example.weights.get(k) ?? 1;
    const error = weight * (1 / (1 + Math.exp(-(z[k] as number))) - (example.positives.has(k) ? 1 : 0));
    if (Math.abs(error) < smallError) continue;
    errors.labels.push(k);
    errors.values.push(error / batchSize);
  }
  return errors;
};

/** Adds one example's gradients. */
const learn = (net: Trained, example: Example, into: { weights: Float32Array; bias: Float32Array }): void => {
  const { labels, values } = errorsOf(net, example);
  if (labels.length === 0) return;
  const count = net.labels.length;
  const add = (column: number, x: number): void => {
    const row = column * count;
    for (let e = 0; e < labels.length; e++) {
      const at = row + (labels[e] as number);
      into.weights[at] = (into.weights[at] as number) + x * (values[e] as number);
    }
  };
  const { dense, columns, values: given } = example.features;
  for (let i = 0; i < dense.length; i++) if (dense[i] !== 0) add(i, dense[i] as number);
  for (let j = 0; j < columns.length; j++) add(columns[j] as number, given[j] as number);
  for (let e = 0; e < labels.length; e++)
    into.bias[labels[e] as number] = (into.bias[labels[e] as number] as number) + (values[e] as number);
};

/**
 * Logistic heads for all labels at once: weighted cross-entropy, Adam, falling rate. The same examples in the same order give the
 * same weights, bit for bit on one machine type.
 */
export const trainHeads = (examples: readonly Example[], options: TrainOptions): Trained => {
  const { labels, epochs = defaultEpochs } = options;
  const net: Trained = {
    labels,
    weights: new Float32Array(columnCount(options.lexiconSize) * labels.length),
    bias: new Float32Array(labels.length).fill(startBias),
  };
  const gradients = { weights: new Float32Array(net.weights.length), bias: new Float32Array(net.bias.length) };
  const adam = { weights: adamFor(net.weights), bias: adamFor(net.bias) };
  const random = seededNumbers(1);
  const order = Int32Array.from(examples, (_, i) => i);
  const steps = Math.ceil(examples.length / batchSize) * epochs;
  let t = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random);
    for (let from = 0; from < order.length; from += batchSize) {
      for (const i of order.subarray(from, from + batchSize)) learn(net, examples[i] as Example, gradients);
      t += 1;
      const now = rate * Math.max(0.02, 1 - t / steps);
      step(net.weights, gradients.weights, adam.weights, { rate: now, decay: 2 * decay, t });
      step(net.bias, gradients.bias, adam.bias, { rate: now, decay: 0, t });
    }
    options.onEpoch?.(epoch);
  }
  return net;
};
