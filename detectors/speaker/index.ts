import { fileURLToPath } from 'node:url';
import { type Capability, startEngine } from '@mingjian/detector-core';
import { resolveModel } from '@mingjian/models';
import type { VoiceChange } from './change.ts';
import { compareVoices, type Enrolment, enrolmentOf, type SpeakerMatch, type Voice } from './decision.ts';
import type { EngineModels, TrackSpans } from './engine.ts';
import type { Separation } from './separate.ts';
import { mergeVoices, type VoiceSample } from './voice.ts';

export type { VoiceChange } from './change.ts';
export * from './decision.ts';
export * from './digits.ts';
export * from './facts.ts';
export * from './gallery.ts';
export type { Embedding } from './network.ts';
export { type VoiceQuality, voiceLimits } from './quality.ts';
export * from './roles.ts';
export type { Separation, VoiceTurn } from './separate.ts';
export type { TrackSpans, VoiceSample };

type Options = { signal?: AbortSignal };

/** Voices of a recording. Sound is a raw s16le mono 16 kHz file. Every call rejects with the reason when the model is not here. */
export type Speakers = {
  /** `speaker.match`, `speaker.separate`. */
  capabilities(): Capability[];
  /** The voice of one stretch, with its quality. */
  voice(sample: VoiceSample, options?: Options): Promise<Voice>;
  /** Registers a voice from several recordings, or says why not. */
  enrol(samples: readonly VoiceSample[], options?: Options): Promise<Enrolment>;
  /** same, different or undecidable against a registered voice. */
  verify(known: Voice, sample: VoiceSample, options?: Options): Promise<SpeakerMatch & { heard: Voice }>;
  /** Where the voice changes on a track; `spans` are its `voice.active` intervals. */
  changes(track: TrackSpans, options?: Options): Promise<VoiceChange[]>;
  /** Two voices on one track told apart. */
  separate(track: TrackSpans, options?: Options): Promise<Separation>;
  stop(): Promise<void>;
  /** Highest resident memory of the engine's process, bytes. */
  peakRssBytes(): number;
};

/** Nothing is loaded before the first call; the model is then shared by all calls. */
export const openSpeakers = (): Speakers => {
  const engine = startEngine(fileURLToPath(new URL('./engine.ts', import.meta.url)), { name: 'speaker' });
  const call = <T>(method: string, request: unknown, options: Options = {}): Promise<T> =>
    engine.call<T>(method, { models: engineModels(), request }, options);
  const voice: Speakers['voice'] = async (sample, options) => call<Voice>('voice', sample, options);
  return {
    capabilities: () => ['speaker.match', 'speaker.separate'].map(capability),
    voice,
    enrol: async (samples, options) => {
      const voices: Voice[] = [];
      for (const sample of samples) voices.push(await voice(sample, options));
      return enrolmentOf(voices, mergeVoices);
    },
    verify: async (known, sample, options) => {
      const heard = await voice(sample, options);
      return { ...compareVoices(known, heard), heard };
    },
    changes: async (track, options) => call<VoiceChange[]>('changes', track, options),
    separate: async (track, options) => call<Separation>('separate', track, options),
    stop: () => engine.stop(),
    peakRssBytes: () => engine.peakRssBytes(),
  };
};

const capability = (name: string): Capability => {
  const model = resolveModel('dvector');
  return model.available
    ? { name, available: true, model: model.version }
    : { name, available: false, model: null, reason: `${model.name}: ${model.reason}; ${model.fix}` };
};

const engineModels = (): EngineModels => {
  const model = resolveModel('dvector');
  if (!model.available) throw new Error(`speaker.match is not available: ${model.reason}; ${model.fix}`);
  return { networkFile: model.file('dvector.onnx'), version: model.version };
};
