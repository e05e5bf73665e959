import { fileURLToPath } from 'node:url';
import { type Capability, type Engine, startEngine } from '@mingjian/detector-core';
import { type ReadyModel, type ResolvedModel, type ResolveOptions, resolveModel } from '@mingjian/models';
import { openCache } from './cache.ts';
import { emptyDictionary, openDictionary } from './dictionary.ts';
import { splitIntoPieces } from './pieces.ts';
import { withRest } from './rest.ts';
import { joinPieces, sampleRateHz } from './sound.ts';
import { speakPiece } from './speakpiece.ts';

/** Xiaoxiao and Yunjian are the clearest (1.8 % and 1.4 % of syllables misheard); zf_xiaoni is left out: its tones are off. */
export const voiceNames = [
  'zf_xiaoxiao',
  'zf_xiaobei',
  'zf_xiaoyi',
  'zm_yunjian',
  'zm_yunxi',
  'zm_yunxia',
  'zm_yunyang',
] as const;
export type VoiceName = (typeof voiceNames)[number];

const speeds = { slowest: 0.6, fastest: 1.6 } as const;
const enginePath = fileURLToPath(new URL('./engine.ts', import.meta.url));

export type Speech = {
  /** −1…1, mono. */
  pcm: Float32Array;
  sampleRateHz: typeof sampleRateHz;
  /** Always: who plays it to people must say so. */
  synthetic: true;
};
export type SpeakOptions = {
  voice?: VoiceName;
  /** 1 is the voice's own pace, 250–320 characters a minute; 0.6–1.6. */
  speed?: number;
  signal?: AbortSignal;
};
export type Voices = {
  /** @throws Error when the model is not here (with the fix), RangeError on a voice or speed there is not. */
  speak(text: string, options?: SpeakOptions): Promise<Speech>;
  available(): Capability;
  stop(): Promise<void>;
};
export type VoicesOptions = {
  cacheDir: string;
  modelsDir?: string;
  dataDir?: string;
  /** File with the operator's readings (dictionary.ts). */
  dictionaryFile?: string;
  /** The process that runs the model; tests give their own. */
  engine?: Engine;
  resolve?: typeof resolveModel;
};

/** Mandarin speech from text, piece by piece, cached on disk. */
export const openVoices = (options: VoicesOptions): Voices => {
  const cache = openCache(options.cacheDir);
  const dictionary = options.dictionaryFile === undefined ? emptyDictionary : openDictionary(options.dictionaryFile);
  const engine = withRest(options.engine ?? startEngine(enginePath, { name: 'voices' }));
  const places: ResolveOptions = {
    ...(options.modelsDir === undefined ? {} : { modelsDir: options.modelsDir }),
    ...(options.dataDir === undefined ? {} : { dataDir: options.dataDir }),
  };
  const resolve = (name: string) => (options.resolve ?? resolveModel)(name, places);
  return {
    speak: async (text, { voice = 'zf_xiaoxiao', speed = 1, signal } = {}) => {
      checkRequest(voice, speed);
      const models = { kokoro: needed(resolve('kokoro')), voices: needed(resolve('kokoro-voices')) };
      const run = { cache, dictionary, engine, models, voice, speed, ...(signal === undefined ? {} : { signal }) };
      const spoken: { pcm: Float32Array; pauseMs: number }[] = [];
      for (const piece of splitIntoPieces(text)) spoken.push(...(await speakPiece(piece, run)));
      return { pcm: joinPieces(spoken), sampleRateHz, synthetic: true };
    },
    available: () => capabilityOf(resolve('kokoro'), resolve('kokoro-voices')),
    stop: engine.stop,
  };
};

const checkRequest = (voice: VoiceName, speed: number): void => {
  if (!voiceNames.includes(voice))
    throw new RangeError(`there is no voice "${voice}"; known: ${voiceNames.join(', ')}`);
  if (speed >= speeds.slowest && speed <= speeds.fastest) return;
  throw new RangeError(`speed ${speed} is outside ${speeds.slowest}–${speeds.fastest}`);
};

const needed = (model: ResolvedModel): ReadyModel => {
  if (model.available) return model;
  throw new Error(`no speech: model ${model.name} is ${model.reason}; ${model.fix}`);
};

const capabilityOf = (...models: ResolvedModel[]): Capability => {
  const missing = models.find((model) => !model.available);
  const first = models[0]!;
  if (missing === undefined)
    return { name: 'voice.speak', available: true, model: first.available ? first.version : null };
  const reason = missing.available ? '' : `${missing.name}: ${missing.reason}; ${missing.fix}`;
  return { name: 'voice.speak', available: false, model: null, reason };
};
