import type { Capability } from '@mingjian/detector-core';
import { hotWords } from '@mingjian/rulebooks';
import type { CompiledPack } from '@mingjian/rules';
import type { FactDraft } from '@mingjian/timeline';
import type { Engines } from './engines.ts';
import type { SpeechTrack } from './roles.ts';

export type Heard = { facts: FactDraft[]; capabilities: Capability[] };
type ListenOptions = {
  packs: CompiledPack[];
  signal: AbortSignal;
  progress(done: number): void;
  /** Told once when somebody speaks, as soon as it is known for all tracks: with one track long before the words are. */
  onVoices?(voices: readonly FactDraft[]): void;
};

/** Transcribes every track of a recording, one after another (the engine uses all cores for one). */
export const listen = async (engines: Engines, tracks: SpeechTrack[], options: ListenOptions): Promise<Heard> => {
  const capabilities = engines.speech.capabilities();
  if (tracks.length === 0)
    return { facts: [], capabilities: capabilities.map((one) => off(one, '录音中没有声音轨道')) };
  if (!capabilities.some((one) => one.name === 'speech.transcribe' && one.available))
    return { facts: [], capabilities };
  const words = hotWords(options.packs);
  const facts: FactDraft[] = [];
  for (const [index, track] of tracks.entries()) {
    const transcribe = () => trackFacts(engines, track, { ...options, words, index, tracks: tracks.length });
    // A crashed engine starts afresh with the next call; a second crash on the same track is its answer.
    const heard = await transcribe().catch((error) => secondTry(error, options.signal, transcribe));
    if ('crashed' in heard) return { facts, capabilities: capabilities.map((one) => off(one, heard.crashed)) };
    facts.push(...heard.facts);
  }
  options.onVoices?.(voicesOf(facts));
  return { facts, capabilities };
};

type TrackOptions = ListenOptions & { words: string[]; index: number; tracks: number };

const trackFacts = async (
  engines: Engines,
  track: SpeechTrack,
  options: TrackOptions,
): Promise<{ facts: FactDraft[] }> => {
  const facts: FactDraft[] = [];
  await engines.speech.transcribe(
    { pcmPath: track.pcmPath, role: track.role, track: track.track, hotWords: options.words },
    {
      signal: options.signal,
      progress: (done) => options.progress((options.index + done) / options.tracks),
      emit: (fact) => {
        // The engine finds all voices of a track before its first words.
        if (fact.name !== 'voice.active' && options.tracks === 1) options.onVoices?.(voicesOf(facts));
        facts.push(fact);
      },
    },
  );
  return { facts };
};

const voicesOf = (facts: readonly FactDraft[]): FactDraft[] => facts.filter((fact) => fact.name === 'voice.active');

const secondTry = async <T>(
  error: unknown,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T | { crashed: string }> => {
  if (signal.aborted) throw error;
  try {
    return await work();
  } catch (again) {
    if (signal.aborted) throw again;
    return { crashed: `语音识别中断 the recogniser failed: ${again instanceof Error ? again.message : String(again)}` };
  }
};

const off = (capability: Capability, reason: string): Capability => ({ ...capability, available: false, reason });
