import { type Embedding, score } from './network.ts';
import { unfit, type VoiceQuality, voiceLimits } from './quality.ts';

export type SpeakerDecision = 'same' | 'different' | 'undecidable';

/** Zones of models §11.3, measured on 45 same and 740 different pairs: between them nothing is said. */
export const speakerZones = { same: 0.8, different: 0.65 } as const;
/** A telephone line against wide-band sound, both cut to 300–3400 Hz: every score is higher (same pairs ≥ .80, others ≤ .90 of 156). */
const mixedZones = { same: 0.92, different: 0.76 } as const;

/** A voice with what it was taken from. `telephone` is the same sound cut to 300–3400 Hz. */
export type Voice = {
  wide: Embedding;
  telephone: Embedding;
  quality: VoiceQuality;
  /** As told by the caller; voices in two languages are never compared. */
  language?: string;
  model: string;
};

export type SpeakerMatch = { decision: SpeakerDecision; score?: number; band?: 'wide' | 'telephone'; reason?: string };

/** Cosine of two voices: as they are on one kind of line, cut to the telephone band on two kinds. */
export const voiceScore = (a: Voice, b: Voice): { score: number; band: 'wide' | 'telephone' } => {
  const band = a.quality.band === b.quality.band ? 'wide' : 'telephone';
  return { score: Math.round(score(a[band], b[band]) * 1000) / 1000, band };
};

/**
 * Three zones. Short, noisy or clipped speech and speech in two languages are undecidable before any score; another model
 * cannot be compared at all. Support for a person, never the only proof of identity: replayed or synthetic voices pass.
 */
export const compareVoices = (known: Voice, heard: Voice, options: { leastMs?: number } = {}): SpeakerMatch => {
  const undecidable = (reason: string): SpeakerMatch => ({ decision: 'undecidable', reason });
  if (known.model !== heard.model)
    return undecidable('the registered voice was taken with another model: register again');
  if (known.language !== undefined && heard.language !== undefined && known.language !== heard.language)
    return undecidable(`two languages (${known.language}, ${heard.language})`);
  const poor = unfit(known.quality, options.leastMs) ?? unfit(heard.quality, options.leastMs);
  if (poor !== undefined) return undecidable(poor);
  const found = voiceScore(known, heard);
  const zones = found.band === 'telephone' ? mixedZones : speakerZones;
  if (found.score >= zones.same) return { decision: 'same', ...found };
  if (found.score <= zones.different) return { decision: 'different', ...found };
  return { decision: 'undecidable', ...found, reason: 'the score lies between the zones' };
};

export type Enrolment = { accepted: true; voice: Voice; recordings: number } | { accepted: false; reasons: string[] };

/**
 * Registers a voice from several recordings of one person: each must be clean, together at least 10 s out of two recordings,
 * on one kind of line, and all must agree with each other (a second person in one of them is refused).
 */
export const enrolmentOf = (voices: readonly Voice[], merge: (voices: readonly Voice[]) => Voice): Enrolment => {
  const name = (i: number) => `recording ${i + 1}: `;
  const reasons = voices.flatMap((voice, i) => {
    const poor = unfit(voice.quality, 0);
    return poor === undefined ? [] : [name(i) + poor];
  });
  if (voices.length < voiceLimits.enrolRecordings)
    reasons.push(`${voices.length} recording, at least ${voiceLimits.enrolRecordings} are needed`);
  const totalMs = voices.reduce((sum, voice) => sum + voice.quality.netSpeechMs, 0);
  if (totalMs < voiceLimits.enrolMs)
    reasons.push(`${(totalMs / 1000).toFixed(1)} s of speech, at least ${voiceLimits.enrolMs / 1000} s are needed`);
  if (new Set(voices.map((voice) => voice.quality.band)).size > 1)
    reasons.push('telephone and wide-band recordings together: register one for each kind of line');
  voices.forEach((voice, i) => {
    const strange = voices.findIndex((other, k) => k < i && voiceScore(voice, other).score <= speakerZones.different);
    if (strange >= 0) reasons.push(`${name(i)}not the voice of recording ${strange + 1}`);
  });
  return reasons.length === 0
    ? { accepted: true, voice: merge(voices), recordings: voices.length }
    : { accepted: false, reasons };
};
