import { createRequire } from 'node:module';
import { join } from 'node:path';
import { serveEngine } from '@mingjian/detector-core';
import { sampleRateHz } from '../pcm.ts';
import type { SherpaOptions } from './sherpa.ts';

/** The parts of sherpa-onnx-node 1.13.8 that are used; the package is optional and has no types of its own. */
type Stream = { acceptWaveform(wave: { sampleRate: number; samples: Float32Array }): void; inputFinished?(): void };
type Result = { text: string; tokens: string[]; timestamps: number[]; lang?: string };
type Offline = { createStream(): Stream; decodeAsync(stream: Stream): Promise<Result> };
type Online = {
  createStream(): Stream;
  isReady(stream: Stream): boolean;
  decode(stream: Stream): void;
  getResult(stream: Stream): Result;
};
type Punctuation = { addPunct(text: string): string };
type Sherpa = {
  OfflineRecognizer: new (config: unknown) => Offline;
  OnlineRecognizer: new (config: unknown) => Online;
  OfflinePunctuation: new (config: unknown) => Punctuation;
};
type Ears = { hear(samples: Float32Array): Promise<Result>; punctuation?: Punctuation };

const featConfig = { sampleRate: sampleRateHz, featureDim: 80 };
/** Silence behind the last sound, so that a streaming model writes its last characters. */
const tail = new Float32Array(sampleRateHz / 2);

const load = (options: SherpaOptions): Ears => {
  const sherpa = createRequire(import.meta.url)('sherpa-onnx-node') as Sherpa;
  const file = (name: string) => join(options.dir, name);
  const shared = { tokens: file('tokens.txt'), numThreads: options.threads ?? 2, provider: 'cpu', debug: 0 };
  const hear =
    options.kind === 'streaming-zipformer'
      ? online(sherpa, { file, shared })
      : offline(sherpa, { options, file, shared });
  if (options.punctuationFile === undefined) return { hear };
  return {
    hear,
    punctuation: new sherpa.OfflinePunctuation({
      model: { ctTransformer: options.punctuationFile, numThreads: 1, provider: 'cpu', debug: 0 },
    }),
  };
};

type Files = { file(name: string): string; shared: object };

const offline = (sherpa: Sherpa, { options, file, shared }: Files & { options: SherpaOptions }): Ears['hear'] => {
  const model =
    options.kind === 'sense-voice'
      ? { senseVoice: { model: file('model.int8.onnx'), language: 'zh', useInverseTextNormalization: 1 } }
      : { paraformer: { model: file('model.int8.onnx') } };
  const recogniser = new sherpa.OfflineRecognizer({ featConfig, modelConfig: { ...shared, ...model } });
  return async (samples) => {
    const stream = recogniser.createStream();
    stream.acceptWaveform({ sampleRate: sampleRateHz, samples });
    return recogniser.decodeAsync(stream);
  };
};

const online = (sherpa: Sherpa, { file, shared }: Files): Ears['hear'] => {
  const transducer = {
    encoder: file('encoder.int8.onnx'),
    decoder: file('decoder.onnx'),
    joiner: file('joiner.int8.onnx'),
  };
  const recogniser = new sherpa.OnlineRecognizer({ featConfig, modelConfig: { ...shared, transducer } });
  return async (samples) => {
    const stream = recogniser.createStream();
    stream.acceptWaveform({ sampleRate: sampleRateHz, samples });
    stream.acceptWaveform({ sampleRate: sampleRateHz, samples: tail });
    stream.inputFinished?.();
    while (recogniser.isReady(stream)) recogniser.decode(stream);
    return recogniser.getResult(stream);
  };
};

let loaded: { key: string; ears: Ears } | undefined;
const earsOf = (options: SherpaOptions): Ears => {
  const key = JSON.stringify(options);
  if (loaded?.key !== key) loaded = { key, ears: load(options) };
  return loaded.ears;
};

serveEngine({
  recognise: async ({ options, samples }: { options: SherpaOptions; samples: Float32Array }) => {
    const { hear, punctuation } = earsOf(options);
    const result = await hear(samples);
    return punctuation === undefined || result.text === ''
      ? result
      : { ...result, text: punctuation.addPunct(result.text) };
  },
});
