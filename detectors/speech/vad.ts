import { InferenceSession, Tensor } from 'onnxruntime-node';
import { type Pcm, sampleRateHz } from './pcm.ts';

const fresh = 512;
const context = 64;
const blockFrames = 300;

/** Silero VAD v6: each call sees 64 samples of context and 512 new ones. */
export const loadVad = (path: string): Promise<InferenceSession> =>
  InferenceSession.create(path, { intraOpNumThreads: 1, interOpNumThreads: 1, enableCpuMemArena: false });

type VadRun = { signal: AbortSignal; progress(done: number): void };

/** Probability of speech for every 32 ms of the recording. */
export const speechProbabilities = async (session: InferenceSession, pcm: Pcm, run: VadRun): Promise<Float32Array> => {
  const frames = Math.ceil(pcm.samples / fresh);
  const probabilities = new Float32Array(frames);
  const sr = new Tensor('int64', BigInt64Array.of(BigInt(sampleRateHz)), []);
  let state: Tensor = new Tensor('float32', new Float32Array(256), [2, 1, 128]);
  const window = new Float32Array(context + fresh);
  for (let first = 0; first < frames; first += blockFrames) {
    await new Promise(setImmediate);
    run.signal.throwIfAborted();
    run.progress(first / frames);
    const block = pcm.read(first * fresh, (first + blockFrames) * fresh);
    for (let frame = first; frame < Math.min(frames, first + blockFrames); frame++) {
      const at = (frame - first) * fresh;
      window.copyWithin(0, fresh);
      window.fill(0, context);
      window.set(block.subarray(at, at + fresh), context);
      const input = new Tensor('float32', window.slice(), [1, context + fresh]);
      const out = await session.run({ input, state, sr });
      probabilities[frame] = (out.output as Tensor).data[0] as number;
      state = out.stateN as Tensor;
    }
  }
  return probabilities;
};
