import { InferenceSession, Tensor } from 'onnxruntime-node';
import { type Band, bands, type Mel, scaledRows } from './mel.ts';

/** A voice as 256 numbers of length 1. */
export type Embedding = Float32Array;
export type Network = InferenceSession;
export const dimension = 256;
export const windowRows = 160;
const stepRows = 77;
const batch = 32;

/** The GE2E d-vector; one thread, because several sessions share the machine. */
export const loadNetwork = (path: string): Promise<Network> =>
  InferenceSession.create(path, { intraOpNumThreads: 1, interOpNumThreads: 1, enableCpuMemArena: false });

export const unit = (vector: Float32Array): Embedding => {
  const norm = Math.sqrt(vector.reduce((sum, x) => sum + x * x, 0)) || 1;
  return vector.map((x) => x / norm);
};
export const score = (a: Embedding, b: Embedding): number => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
export const meanOf = (vectors: readonly Embedding[]): Embedding => {
  const sum = new Float32Array(dimension);
  for (const vector of vectors) for (let i = 0; i < dimension; i++) sum[i]! += vector[i]!;
  return unit(sum);
};

type Rows = { starts: readonly number[]; rows: number; band: Band; scaling: 'window' | 'whole' };

/** One embedding per window of `rows` rows (10 ms each) that begins at `starts`. */
export const windowEmbeddings = async (network: Network, mel: Mel, wanted: Rows): Promise<Embedding[]> => {
  const { starts, rows, band } = wanted;
  const whole = wanted.scaling === 'whole' ? scaledRows(mel, { from: 0, count: mel.rows, band }) : undefined;
  const all: Embedding[] = [];
  for (let first = 0; first < starts.length; first += batch) {
    await new Promise(setImmediate);
    const some = starts.slice(first, first + batch);
    const input = new Float32Array(some.length * rows * bands);
    some.forEach((from, i) => {
      const part = whole?.subarray(from * bands, (from + rows) * bands) ?? scaledRows(mel, { from, count: rows, band });
      input.set(part, i * rows * bands);
    });
    const out = await network.run({ mel: new Tensor('float32', input, [some.length, rows, bands]) });
    const values = (out.embedding as Tensor).data as Float32Array;
    some.forEach((_, i) => {
      all.push(values.slice(i * dimension, (i + 1) * dimension));
    });
  }
  return all;
};

/** Where windows of 1.6 s begin: every .77 s, one more at the end when over half a step is left. */
const startsOf = (rows: number): number[] => {
  const starts = [0];
  while (starts.at(-1)! + stepRows + windowRows <= rows) starts.push(starts.at(-1)! + stepRows);
  const left = rows - (starts.at(-1)! + windowRows);
  return left > stepRows / 2 ? [...starts, starts.at(-1)! + stepRows] : starts;
};

/** The voice of a stretch of speech (silence already dropped): mean over its windows. */
export const voiceOf = async (network: Network, mel: Mel, band: Band): Promise<Embedding> =>
  meanOf(
    await windowEmbeddings(network, mel, { starts: startsOf(mel.rows), rows: windowRows, band, scaling: 'whole' }),
  );
