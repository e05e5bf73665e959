import { readFileSync } from 'node:fs';
import { serveEngine } from '@mingjian/detector-core';
import { InferenceSession, Tensor } from 'onnxruntime-node';

/** What the parent sends for one piece; `modelPath` and `voicePath` were verified by it. */
export type SynthesisRequest = { modelPath: string; voicePath: string; ids: number[]; speed: number };

const styleWidth = 256;
let session: Promise<InferenceSession> | undefined;
const voices = new Map<string, Float32Array>();

/** One thread: beside other work a second one makes it slower (models reference, figures for two threads). */
const load = (modelPath: string): Promise<InferenceSession> =>
  InferenceSession.create(modelPath, { intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: 'sequential' });

const voiceAt = (path: string): Float32Array => {
  const known = voices.get(path);
  if (known !== undefined) return known;
  const styles = new Float32Array(new Uint8Array(readFileSync(path)).buffer);
  voices.set(path, styles);
  return styles;
};

const speak = async ({ modelPath, voicePath, ids, speed }: SynthesisRequest): Promise<Float32Array> => {
  session ??= load(modelPath);
  const model = await session.catch((error: unknown) => {
    session = undefined; // the next call tries again
    throw error;
  });
  // The row is the number of tokens: another row gives a wrong pace and swallowed ends.
  const style = voiceAt(voicePath).slice(ids.length * styleWidth, (ids.length + 1) * styleWidth);
  const tokens = BigInt64Array.from([0, ...ids, 0], BigInt);
  const { audio } = await model.run({
    tokens: new Tensor('int64', tokens, [1, tokens.length]),
    style: new Tensor('float32', style, [1, styleWidth]),
    speed: new Tensor('float32', Float32Array.of(speed), [1]),
  });
  return audio!.data as Float32Array;
};

serveEngine({ speak });
