import { serveEngine } from '@mingjian/detector-core';
import { InferenceSession, Tensor } from 'onnxruntime-node';

/** `modelPath` was verified by the parent; `ids` are the pieces of each text. */
export type EmbedRequest = { modelPath: string; ids: number[][] };

let session: Promise<InferenceSession> | undefined;
const load = (modelPath: string): Promise<InferenceSession> =>
  InferenceSession.create(modelPath, { intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: 'sequential' });

/**
 * One text after the other, also of a batch: the network quantises its activations per call, so padded neighbours would change a text's
 * vector (cosine down to .995) while they make it no faster on one thread.
 */
const embed = async ({ modelPath, ids }: EmbedRequest, { signal }: { signal: AbortSignal }): Promise<Float32Array> => {
  session ??= load(modelPath);
  const model = await session.catch((error: unknown) => {
    session = undefined; // the next call tries again
    throw error;
  });
  const vectors: Float32Array[] = [];
  for (const tokens of ids) {
    signal.throwIfAborted();
    const shape = [1, tokens.length];
    const { embedding } = await model.run({
      input_ids: new Tensor('int64', BigInt64Array.from(tokens, BigInt), shape),
      attention_mask: new Tensor('int64', new BigInt64Array(tokens.length).fill(1n), shape),
    });
    vectors.push(embedding!.data as Float32Array);
  }
  const flat = new Float32Array(vectors.reduce((sum, vector) => sum + vector.length, 0));
  let at = 0;
  for (const vector of vectors) {
    flat.set(vector, at);
    at += vector.length;
  }
  return flat;
};

serveEngine({ embed });
