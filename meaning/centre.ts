/** Mean of vectors of one length. @throws RangeError without vectors. */
export const meanVector = (vectors: readonly Float32Array[]): Float32Array => {
  const first = vectors[0];
  if (first === undefined) throw new RangeError('there is no mean of no vectors');
  const sum = new Float64Array(first.length);
  for (const vector of vectors) for (let i = 0; i < sum.length; i++) sum[i]! += vector[i]!;
  return Float32Array.from(sum, (value) => value / vectors.length);
};

/**
 * The vector less the mean of one's own traffic, of length 1 again. Raw cosines of this model all lie between .8 and 1 and mean nothing by
 * themselves; centred ones may be compared with a threshold. Keep the mean with the index. A vector equal to the mean becomes all zeros.
 */
export const centred = (vector: Float32Array, mean: Float32Array): Float32Array => {
  const moved = vector.map((value, i) => value - mean[i]!);
  const length = Math.sqrt(moved.reduce((sum, value) => sum + value * value, 0));
  return length === 0 ? moved : moved.map((value) => value / length);
};

/** Dot product: the cosine of vectors of length 1, −1 to 1. */
export const cosine = (a: Float32Array, b: Float32Array): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
};
