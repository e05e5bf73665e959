import { dimension, type Embedding, meanOf, score, unit } from './network.ts';

/** Two voices among windows. `side[i]` > 0: window i sounds like the second, < 0: like the first; size: how clearly. */
export type TwoVoices = { side: number[]; centres: [Embedding, Embedding]; centreScore: number };

/**
 * Splits windows in two: centred on their mean (all d-vectors point into one corner), along the first principal component,
 * then 2-means. Undefined when all windows are alike.
 */
export const twoVoices = (embeddings: readonly Embedding[]): TwoVoices | undefined => {
  const centred = centre(embeddings);
  const axis = principal(centred);
  let labels = centred.map((vector) => score(vector, axis) > 0);
  let ends = meansOf(centred, labels);
  for (let round = 0; round < 20 && ends !== undefined; round++) {
    const [first, second] = ends;
    const next = centred.map((vector) => score(vector, second) > score(vector, first));
    if (next.every((label, i) => label === labels[i])) break;
    labels = next;
    ends = meansOf(centred, labels) ?? ends;
  }
  const centres = meansOf(embeddings, labels);
  if (ends === undefined || centres === undefined) return undefined;
  const [first, second] = ends;
  const side = centred.map((vector) => score(vector, second) - score(vector, first));
  return { side, centres, centreScore: Math.round(score(...centres) * 1000) / 1000 };
};

const centre = (embeddings: readonly Embedding[]): Embedding[] => {
  const mean = new Float32Array(dimension);
  for (const vector of embeddings) for (let i = 0; i < dimension; i++) mean[i]! += vector[i]! / embeddings.length;
  return embeddings.map((vector) => unit(vector.map((x, i) => x - mean[i]!)));
};

const principal = (vectors: readonly Embedding[]): Embedding => {
  let axis: Embedding = vectors[0] ?? new Float32Array(dimension);
  for (let round = 0; round < 30; round++) {
    const next = new Float32Array(dimension);
    for (const vector of vectors) {
      const weight = score(vector, axis);
      for (let i = 0; i < dimension; i++) next[i]! += weight * vector[i]!;
    }
    axis = unit(next);
  }
  return axis;
};

const meansOf = (vectors: readonly Embedding[], labels: readonly boolean[]): [Embedding, Embedding] | undefined => {
  const [first, second] = [vectors.filter((_, i) => !labels[i]), vectors.filter((_, i) => labels[i])];
  return first.length === 0 || second.length === 0 ? undefined : [meanOf(first), meanOf(second)];
};
