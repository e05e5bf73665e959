import { createHash } from 'node:crypto';

/** Vectors by what they were made from, the longest unused go first. */
export type VectorCache = { get(key: string): Float32Array | undefined; put(key: string, vector: Float32Array): void };

/** Another model, purpose, context or text is another key. Parts are kept apart, so that no two lists meet in one key. */
export const vectorKey = (parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url');

export const openVectorCache = (mostVectors: number): VectorCache => {
  const vectors = new Map<string, Float32Array>();
  const use = (key: string, vector: Float32Array) => {
    vectors.delete(key);
    vectors.set(key, vector);
  };
  return {
    get(key) {
      const vector = vectors.get(key);
      if (vector !== undefined) use(key, vector);
      return vector;
    },
    put(key, vector) {
      use(key, vector);
      if (vectors.size > mostVectors) vectors.delete(vectors.keys().next().value!);
    },
  };
};
