import type { Capability } from '@mingjian/detector-core';
import { hotWords } from '@mingjian/rulebooks';
import type { CompiledPack } from '@mingjian/rules';
import type { FactDraft } from '@mingjian/timeline';
import type { Engines } from './engines.ts';
import type { SpeechTrack } from './roles.ts';

export type Heard = { facts: FactDraft[]; capabilities: Capability[] };
type ListenOptions = { packs: CompiledPack[]; signal: AbortSignal; progress(done: number): void };

/** Transcribes every track of a recording, one after another (the engine uses all cores for one). */
export const listen = async (engines: Engines, tracks: SpeechTrack[], options: ListenOptions): Promise<Heard> => {
  const capabilities = engines.speech.capabilities();
  if (tracks.length === 0) return { facts: [], capabilities: capabilities.map(withoutSound) };
  if (!capabilities.some((capability) => capability.name === 'speech.transcribe' && capability.available)) {
    return { facts: [], capabilities };
  }
  const facts: FactDraft[] = [];
  const words = hotWords(options.packs);
  for (const [index, track] of tracks.entries()) {
    await engines.speech.transcribe(
      { pcmPath: track.pcmPath, role: track.role, track: track.track, hotWords: words },
      {
        signal: options.signal,
        progress: (done) => options.progress((index + done) / tracks.length),
        emit: (fact) => facts.push(fact),
      },
    );
  }
  return { facts, capabilities };
};

const withoutSound = (capability: Capability): Capability => ({
  ...capability,
  available: false,
  reason: '录音中没有声音轨道',
});
