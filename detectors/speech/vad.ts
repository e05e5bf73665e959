import { InferenceSession, Tensor } from 'onnxruntime-node';
import { type Pcm, sampleRateHz } from './pcm.ts';

/** New samples of one frame (32 ms); each call of the network also sees 64 samples of context. */
export const frameSamples = 512;
const context = 64;
const blockFrames = 300;

/** Silero VAD v6. */
export const loadVad = (path: string): Promise<InferenceSession> =>
  InferenceSession.create(path, { intraOpNumThreads: 1, interOpNumThreads: 1, enableCpuMemArena: false });

/** Probability of speech of the next frame; a last one may be shorter. Remembers what went before. */
export type FrameVoice = (frame: Float32Array) => Promise<number>;

export const frameVoice = (session: InferenceSession): FrameVoice => {
  const sr = new Tensor('int64', BigInt64Array.of(BigInt(sampleRateHz)), []);
  let state: Tensor = new Tensor('float32', new Float32Array(256), [2, 1, 128]);
  const window = new Float32Array(context + frameSamples);
  return async (frame) => {
    window.copyWithin(0, frameSamples);
    window.fill(0, context);
    window.set(frame, context);
    const input = new Tensor('float32', window.slice(), [1, context + frameSamples]);
    const out = await session.run({ input, state, sr });
    state = out.stateN as Tensor;
    return (out.output as Tensor).data[0] as number;
  };
};

type VadRun = { signal: AbortSignal; progress(done: number): void };

/** Probability of speech for every 32 ms of the recording. */
export const speechProbabilities = async (voice: FrameVoice, pcm: Pcm, run: VadRun): Promise<Float32Array> => {
  const frames = Math.ceil(pcm.samples / frameSamples);
  const probabilities = new Float32Array(frames);
  for (let first = 0; first < frames; first += blockFrames) {
    await new Promise(setImmediate);
    run.signal.throwIfAborted();
    run.progress(first / frames);
    const block = pcm.read(first * frameSamples, (first + blockFrames) * frameSamples);
    for (let frame = first; frame < Math.min(frames, first + blockFrames); frame++) {
      const at = (frame - first) * frameSamples;
      probabilities[frame] = await voice(block.subarray(at, at + frameSamples));
    }
  }
  return probabilities;
};
