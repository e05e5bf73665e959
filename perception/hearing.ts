import type { Capability } from '@mingjian/detector-core';
import { hotWords } from '@mingjian/rulebooks';
import type { CompiledPack } from '@mingjian/rules';
import { emotionCapability, type SpeakerTurn, talkFacts } from '@mingjian/speech';
import type { FactDraft } from '@mingjian/timeline';
import type { Engines } from './engines.ts';
import type { SpeechTrack } from './roles.ts';
import { rolesByWords, voiceOf, withRoles } from './roles-by-words.ts';
import { separateVoices } from './separating.ts';

export type Heard = { facts: FactDraft[]; capabilities: Capability[] };
type ListenOptions = {
  packs: CompiledPack[];
  durationMs: number;
  /** A telephone call: two people speak, whatever their voices are like. */
  isCall?: boolean;
  signal: AbortSignal;
  progress(done: number): void;
  /** Told once when somebody speaks, as soon as it is known for all tracks: with one track long before the words are. */
  onVoices?(voices: readonly FactDraft[]): void;
};

/** Transcribes every track of a recording, one after another (the engine uses all cores for one). */
export const listen = async (engines: Engines, tracks: SpeechTrack[], options: ListenOptions): Promise<Heard> => {
  const capabilities = [...engines.speech.capabilities(), emotionCapability];
  if (tracks.length === 0)
    return { facts: [], capabilities: capabilities.map((one) => off(one, '录音中没有声音轨道')) };
  if (!capabilities.some((one) => one.name === 'speech.transcribe' && one.available))
    return { facts: [], capabilities };
  const words = hotWords(options.packs);
  const facts: FactDraft[] = [];
  const told: Capability[] = [];
  for (const [index, track] of tracks.entries()) {
    const hear = () => trackFacts(engines, track, { ...options, words, index, tracks: tracks.length });
    // A crashed engine starts afresh with the next call; a second crash on the same track is its answer.
    const heard = await hear().catch((error) => secondTry(error, options.signal, hear));
    if ('crashed' in heard) return { facts, capabilities: capabilities.map((one) => off(one, heard.crashed)) };
    facts.push(...heard.facts);
    told.push(...heard.capabilities);
  }
  options.onVoices?.(voicesOf(facts));
  const talk = talkFacts(facts, { durationMs: options.durationMs, ownTracks: tracks.length > 1 });
  facts.push(...talk.filter((fact) => fact.kind !== 'capability'));
  return {
    facts,
    capabilities: [...capabilities, ...told, ...talk.filter((f) => f.kind === 'capability').map(asCapability)],
  };
};

type TrackOptions = ListenOptions & { words: string[]; index: number; tracks: number };

const asCapability = (fact: FactDraft): Capability => ({
  name: fact.name,
  available: fact.value === true,
  model: null,
  ...(fact.reason === undefined ? {} : { reason: fact.reason }),
});

const asTurn = (fact: FactDraft): SpeakerTurn => ({
  startMs: fact.t,
  endMs: fact.end ?? fact.t,
  voice: String(fact.value),
  role: 'unknown',
});

/**
 * One track of unknown voices on a call: told apart by voice first, so that no utterance spans two of them. With a picture it would
 * cost 12 s of ten minutes and, without a registered staff voice, seldom name anybody.
 */
const unknownVoices = async (
  engines: Engines,
  track: SpeechTrack,
  options: TrackOptions,
): Promise<{ turns: FactDraft[]; capabilities: Capability[] }> => {
  if (track.role !== 'unknown' || options.isCall !== true) return { turns: [], capabilities: [] };
  const talk: FactDraft[] = [];
  await engines.speech.voices(track, { signal: options.signal, progress: () => {}, emit: (fact) => talk.push(fact) });
  options.onVoices?.(talk);
  return separateVoices(engines, track, { talk, assumeTwo: true, signal: options.signal });
};

const trackFacts = async (engines: Engines, track: SpeechTrack, options: TrackOptions): Promise<Heard> => {
  const voices = await unknownVoices(engines, track, options);
  const facts: FactDraft[] = [];
  const { pcmPath, role } = track;
  await engines.speech.transcribe(
    {
      pcmPath,
      role,
      track: track.track,
      hotWords: options.words,
      ...(voices.turns.length === 0 ? {} : { turns: voices.turns.map(asTurn) }),
    },
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
  return voices.turns.length === 0 ? { facts, capabilities: voices.capabilities } : nameVoices(facts, voices);
};

/** Who of two separated voices is the staff, by their words; where the words do not say, both stay unknown. */
const nameVoices = (facts: FactDraft[], voices: { turns: FactDraft[]; capabilities: Capability[] }): Heard => {
  const saidBy = (voice: 'A' | 'B'): string[] =>
    facts.flatMap((f) => (f.name === 'speech.text' && voiceOf(f, voices.turns) === voice ? [f.text ?? ''] : []));
  const roles = rolesByWords({ A: saidBy('A'), B: saidBy('B') });
  const known = roles.reason === undefined;
  const turns = voices.turns.map((turn) => ({ ...turn, role: roles[turn.value as 'A' | 'B'] }));
  return {
    facts: [...withRoles(facts, turns, roles), ...turns],
    capabilities: [
      ...voices.capabilities,
      { name: 'speech.roles', available: known, model: null, ...(known ? {} : { reason: roles.reason as string }) },
    ],
  };
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
