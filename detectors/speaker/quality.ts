import { type Span, sampleRateHz } from './sound.ts';

const frame = 320;
const frameMs = 20;
const underLoudestDb = 35;
const floorDb = -65;
const keptMs = 120;

/** What a stretch of sound is worth for a voice comparison. */
export type VoiceQuality = {
  /** Speech without pauses, ms. */
  netSpeechMs: number;
  /** Mean speech power over the power of the quietest tenth of the frames, dB. */
  snrDb: number;
  /** Samples at full scale, per million. */
  clippedPpm: number;
  /** `telephone`: next to nothing above 4 kHz. Telephone and wide-band sound are compared in the telephone band. */
  band: 'wide' | 'telephone';
};

const levelsOf = (samples: Float32Array): Float32Array =>
  Float32Array.from({ length: Math.floor(samples.length / frame) }, (_, f) => {
    let sum = 0;
    for (let i = f * frame; i < (f + 1) * frame; i++) sum += samples[i]! ** 2;
    return 10 * Math.log10(sum / frame + 1e-12);
  });

/** Talk by level: frames within 35 dB of the loudest and above −65 dBFS, with 120 ms kept on each side. */
export const loudSpans = (samples: Float32Array): Span[] => {
  const levels = levelsOf(samples);
  const top = levels.reduce((a, b) => Math.max(a, b), -120);
  const spans: Span[] = [];
  const lastMs = Math.floor(samples.length / (sampleRateHz / 1000));
  levels.forEach((level, f) => {
    if (level < Math.max(top - underLoudestDb, floorDb)) return;
    const startMs = Math.max(0, f * frameMs - keptMs);
    const endMs = Math.min(lastMs, (f + 1) * frameMs + keptMs);
    const last = spans.at(-1);
    if (last !== undefined && startMs <= last.endMs) last.endMs = endMs;
    else spans.push({ startMs, endMs });
  });
  return spans;
};

/** Length of the spans together, ms. */
export const lengthMs = (spans: readonly Span[]): number => spans.reduce((sum, s) => sum + s.endMs - s.startMs, 0);

/** Signal to noise of speech with pauses or closures in it; a stretch of even level reads low, which errs to the careful side. */
export const snrDbOf = (samples: Float32Array): number => {
  const levels = levelsOf(samples);
  if (levels.length < 10) return 0;
  const sorted = levels.toSorted();
  const noise = 10 ** (sorted[Math.floor(sorted.length / 10)]! / 10);
  const top = sorted.at(-1)!;
  const loud = levels.filter((level) => level > top - underLoudestDb);
  const power = loud.reduce((sum, level) => sum + 10 ** (level / 10), 0) / loud.length;
  return Math.round(10 * Math.log10(Math.max(power - noise, 1e-12) / noise) * 10) / 10;
};

export const clippedPpmOf = (samples: Float32Array): number => {
  let clipped = 0;
  for (const x of samples) if (Math.abs(x) >= 0.99) clipped++;
  return samples.length === 0 ? 0 : Math.round((clipped * 1e6) / samples.length);
};

/** Limits of models §11.3: 3 s of net speech and 15 dB on either side; registration 10 s out of two recordings. */
export const voiceLimits = {
  netSpeechMs: 3000,
  snrDb: 15,
  clippedPpm: 2000,
  enrolMs: 10000,
  enrolRecordings: 2,
} as const;

/** Why nothing can be said about this voice, in words, or nothing. */
export const unfit = (quality: VoiceQuality, leastMs: number = voiceLimits.netSpeechMs): string | undefined => {
  if (quality.netSpeechMs < leastMs)
    return `${(quality.netSpeechMs / 1000).toFixed(1)} s of speech, at least ${leastMs / 1000} s are needed`;
  if (quality.snrDb < voiceLimits.snrDb) return `too noisy: ${quality.snrDb} dB, at least ${voiceLimits.snrDb} dB`;
  if (quality.clippedPpm > voiceLimits.clippedPpm) return `clipped: ${quality.clippedPpm} of a million samples`;
  return undefined;
};
