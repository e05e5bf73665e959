import { InferenceSession, Tensor } from 'onnxruntime-node';
import { alignedSidePx } from './align.ts';

/** Loads the face embedding; one thread, because several sessions share the machine. */
export const loadEmbedding = async (path: string): Promise<(aligned: Float32Array) => Promise<Float32Array>> => {
  const session = await InferenceSession.create(path, { intraOpNumThreads: 1, interOpNumThreads: 1 });
  return async (aligned) => {
    const pixels = alignedSidePx * alignedSidePx;
    const planes = new Float32Array(pixels * 3);
    for (let i = 0; i < pixels; i++) {
      for (let c = 0; c < 3; c++) planes[c * pixels + i] = ((aligned[i * 3 + c] ?? 0) - 127) / 128;
    }
    const outputs = await session.run({ input: new Tensor('float32', planes, [1, 3, alignedSidePx, alignedSidePx]) });
    const output = outputs.output?.data as Float32Array;
    const length = Math.hypot(...output) || 1;
    return output.map((value) => value / length);
  };
};
