import { fileURLToPath } from 'node:url';
import { type Capability, type Engine, startEngine } from '@mingjian/detector-core';
import { type ResolvedModel, type ResolveOptions, resolveModel } from '@mingjian/models';
import { cacheKey, openCache, type SoundCache } from './cache.ts';
import { type Dictionary, emptyDictionary, openDictionary } from './dictionary.ts';
import type { SynthesisRequest } from './engine.ts';
import { phonemes } from './phonemes.ts';
import { type Piece, splitIntoPieces } from './pieces.ts';
import { fromInt16, joinPieces, sampleRateHz, toInt16, trimSilence } from './sound.ts';
import { idsOf } from './symbols.ts';

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

/** Grows with every change of the recipe that changes the sound, so that no stale sound is served. */
const recipeVersion = 1;
const longestIds = 508;
const speeds = { slowest: 0.6, fastest: 1.6 } as const;
/** The model takes 600 MB: after this pause its process ends, and the next text starts it again (1 s). */
const idleMs = 60_000;
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

type Ready = Extract<ResolvedModel, { available: true }>;

const needed = (model: ResolvedModel): Ready => {
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

type PieceRun = {
  cache: SoundCache;
  dictionary: Dictionary;
  engine: Engine;
  models: { kokoro: Ready; voices: Ready };
  voice: VoiceName;
  speed: number;
  signal?: AbortSignal;
};

/** One piece as sound; a piece with too many phonemes (spelt letters) is halved. */
const speakPiece = async (piece: Piece, run: PieceRun): Promise<{ pcm: Float32Array; pauseMs: number }[]> => {
  run.signal?.throwIfAborted();
  const said = phonemes(piece.text, run.dictionary);
  const ids = idsOf(said);
  if (ids.length === 0) return [];
  if (ids.length > longestIds) {
    const characters = [...piece.text];
    const middle = Math.ceil(characters.length / 2);
    const first = await speakPiece({ text: characters.slice(0, middle).join(''), pauseMs: 0 }, run);
    const second = { text: characters.slice(middle).join(''), pauseMs: piece.pauseMs };
    return [...first, ...(await speakPiece(second, run))];
  }
  const key = cacheKey([
    said,
    run.voice,
    run.speed,
    recipeVersion,
    run.models.kokoro.version,
    run.models.voices.version,
  ]);
  const known = run.cache.get(key);
  if (known !== undefined) return [{ pcm: fromInt16(known), pauseMs: piece.pauseMs }];
  const samples = toInt16(trimSilence(await synthesise(ids, run)));
  run.cache.put(key, samples);
  return [{ pcm: fromInt16(samples), pauseMs: piece.pauseMs }];
};

const synthesise = (ids: number[], { engine, models, voice, speed, signal }: PieceRun): Promise<Float32Array> => {
  const modelPath = models.kokoro.file('kokoro.onnx');
  const request: SynthesisRequest = { modelPath, voicePath: models.voices.file(`${voice}.bin`), ids, speed };
  return engine.call<Float32Array>('speak', request, signal === undefined ? {} : { signal });
};

/** Stops the engine's process when nobody has spoken for a while. */
const withRest = (engine: Engine): Engine => {
  let timer: NodeJS.Timeout | undefined;
  let calls = 0;
  return {
    ...engine,
    call: async (method, argument, callOptions) => {
      clearTimeout(timer);
      calls++;
      try {
        return await engine.call(method, argument, callOptions);
      } finally {
        calls--;
        if (calls === 0) timer = setTimeout(() => void engine.stop(), idleMs).unref();
      }
    },
    stop: () => {
      clearTimeout(timer);
      return engine.stop();
    },
  };
};
