import { lengthMs, mergeSpans, type Span } from '@mingjian/signal/spans.ts';
import type { FactDraft } from '@mingjian/timeline';
import { DETECTOR } from './fact.ts';
import type { SoundFeatures } from './sound-meter.ts';

/** Edges of a voice detector lie up to this far from the speech. */
const EDGE_MS = 150;
const LEAST_SPEECH_MS = 3000;
const LEAST_PAUSE_MS = 2000;
/** 16-bit silence; a better ratio than the format holds means nothing. */
const FLOOR_DB = -96;

export type Snr = { snrDb: number; speechDb: number; noiseDb: number } | { undecidable: string };

const power = (db: number): number => 10 ** (db / 10);
const meanDb = (levels: number[]): number =>
  Math.max(FLOOR_DB, 10 * Math.log10(levels.reduce((sum, db) => sum + power(db), 0) / levels.length));

/**
 * Speech against noise (信噪比), the pauses told by a voice detector: mean power inside `voices` less that outside, against that outside.
 * Undecidable below 3 s of speech or 2 s of pauses: sound that never pauses cannot be told from its noise this way.
 */
export const signalToNoise = (sound: SoundFeatures, voices: readonly Span[]): Snr => {
  const spans = mergeSpans([...voices], 0);
  const { rmsDb, frameMs } = sound.levels;
  const [speech, noise]: [number[], number[]] = [[], []];
  rmsDb.forEach((db, i) => {
    const [from, to] = [i * frameMs, (i + 1) * frameMs];
    if (spans.some((span) => from >= span.startMs && to <= span.endMs)) speech.push(db);
    else if (!spans.some((span) => to > span.startMs - EDGE_MS && from < span.endMs + EDGE_MS)) noise.push(db);
  });
  const spokenMs = spans.reduce((sum, span) => sum + lengthMs(span), 0);
  if (spokenMs < LEAST_SPEECH_MS || speech.length === 0)
    return { undecidable: `only ${(spokenMs / 1000).toFixed(1)} s of speech; ${LEAST_SPEECH_MS / 1000} s are needed` };
  if (noise.length * frameMs < LEAST_PAUSE_MS)
    return { undecidable: `only ${((noise.length * frameMs) / 1000).toFixed(1)} s of pauses to hear the noise in` };
  const [speechDb, noiseDb] = [meanDb(speech), meanDb(noise)];
  const clean = Math.max(power(speechDb) - power(noiseDb), power(FLOOR_DB));
  return { snrDb: 10 * Math.log10(clean) - noiseDb, speechDb, noiseDb };
};

const tenths = (value: number): number => Math.round(value * 10) / 10;

/** The fact `audio.snr` of one track; without a value and with its reason where it could not be told. */
export const snrFact = (
  sound: SoundFeatures,
  { voices, track }: { voices: readonly Span[]; track: string },
): FactDraft => {
  const measured = signalToNoise(sound, voices);
  const about = { t: 0, end: sound.durationMs, kind: 'measure', name: 'audio.snr', track, detector: DETECTOR } as const;
  if ('undecidable' in measured) return { ...about, decision: 'undecidable', reason: measured.undecidable };
  const { snrDb, speechDb, noiseDb } = measured;
  return {
    ...about,
    value: tenths(snrDb),
    measures: { snrDb: tenths(snrDb), speechDb: tenths(speechDb), noiseDb: tenths(noiseDb) },
  };
};
