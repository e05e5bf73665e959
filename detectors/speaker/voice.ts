import type { Voice } from './decision.ts';
import { bandOf, melOf } from './mel.ts';
import { meanOf, type Network, voiceOf } from './network.ts';
import { clippedPpmOf, lengthMs, loudSpans, snrDbOf } from './quality.ts';
import { readSound, type Span, talkOf } from './sound.ts';

/** A stretch of a raw s16le mono 16 kHz file in which one person speaks. `spans`: where, on the media clock; by level without. */
export type VoiceSample = {
  pcmPath: string;
  startMs?: number;
  endMs?: number;
  spans?: readonly Span[];
  language?: string;
};
export type LoadedSpeaker = { network: Network; version: string };

/** Embedding and quality of one sample. */
export const takeVoice = async (models: LoadedSpeaker, sample: VoiceSample): Promise<Voice> => {
  const offsetMs = sample.startMs ?? 0;
  const samples = readSound(sample.pcmPath, sample);
  const spans = sample.spans === undefined ? loudSpans(samples) : within(sample.spans, { offsetMs, samples });
  const talk = talkOf(samples, spans).samples;
  const mel = melOf(talk);
  return {
    wide: await voiceOf(models.network, mel, 'wide'),
    telephone: await voiceOf(models.network, mel, 'telephone'),
    quality: {
      netSpeechMs: lengthMs(spans),
      snrDb: snrDbOf(samples),
      clippedPpm: clippedPpmOf(talk),
      band: bandOf(mel),
    },
    ...(sample.language === undefined ? {} : { language: sample.language }),
    model: models.version,
  };
};

const within = (spans: readonly Span[], { offsetMs, samples }: { offsetMs: number; samples: Float32Array }): Span[] =>
  spans
    .map((s) => ({
      startMs: Math.max(0, s.startMs - offsetMs),
      endMs: Math.min(samples.length / 16, s.endMs - offsetMs),
    }))
    .filter((s) => s.endMs > s.startMs);

/** One voice out of several recordings of the same person: speech together, the weakest of their qualities. */
export const mergeVoices = (voices: readonly Voice[]): Voice => ({
  ...voices[0]!,
  wide: meanOf(voices.map((voice) => voice.wide)),
  telephone: meanOf(voices.map((voice) => voice.telephone)),
  quality: {
    netSpeechMs: voices.reduce((sum, voice) => sum + voice.quality.netSpeechMs, 0),
    snrDb: Math.min(...voices.map((voice) => voice.quality.snrDb)),
    clippedPpm: Math.max(...voices.map((voice) => voice.quality.clippedPpm)),
    band: voices[0]!.quality.band,
  },
});
