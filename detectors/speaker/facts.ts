import type { FactDraft, Role } from '@mingjian/timeline';
import type { VoiceChange } from './change.ts';
import type { SpeakerMatch, Voice } from './decision.ts';
import type { DigitsDecision } from './digits.ts';
import type { VoiceRoles } from './roles.ts';
import type { Separation } from './separate.ts';

export const detector = 'speaker/dvector';
type Place = { t: number; end?: number; track?: string; role?: Role };

/** `speaker.match`: one voice against the registered one. */
export const matchFact = (place: Place, match: SpeakerMatch, heard: Voice): FactDraft => ({
  ...place,
  kind: 'measure',
  name: 'speaker.match',
  ...match,
  detector,
  model: heard.model,
  measures: { netSpeechMs: heard.quality.netSpeechMs, snrDb: heard.quality.snrDb },
});

/** `speaker.digits`: digits read aloud against the challenge, words and voice together. */
export const digitsFact = (
  place: Place,
  digits: DigitsDecision,
  decided: { decision: string; reason?: string },
): FactDraft => ({
  ...place,
  kind: 'event',
  name: 'speaker.digits',
  text: digits.heard,
  ...decided,
  detector,
});

export const changeFacts = (changes: readonly VoiceChange[], place: { track: string; model: string }): FactDraft[] =>
  changes.map((change) => ({ ...change, ...place, kind: 'event', name: 'speaker.changed', detector }));

/**
 * `speaker.turn` for every stretch of one voice, and what can be judged on such a track: `speaker.separate`, `speech.roles`
 * and `speech.overlap`, the last never: two voices at once on one track cannot be told apart, so interruption is undecidable.
 */
export const separationFacts = (
  separation: Separation,
  { roles, track, model }: { roles?: VoiceRoles; track: string; model: string },
): FactDraft[] => {
  const capability = (name: string, value: boolean, reason?: string): FactDraft => ({
    t: 0,
    kind: 'capability',
    name,
    value,
    track,
    detector,
    model,
    ...(reason === undefined ? {} : { reason }),
  });
  const overlap = capability(
    'speech.overlap',
    false,
    'one track for all voices: two voices at once are not told apart',
  );
  if (separation.voices !== 2) return [capability('speaker.separate', false, separation.reason), overlap];
  const turns = separation.turns.map(
    ({ startMs, endMs, voice, confidence }): FactDraft => ({
      t: startMs,
      end: endMs,
      kind: 'state',
      name: 'speaker.turn',
      value: voice,
      role: roles?.[voice] ?? 'unknown',
      track,
      detector,
      model,
      confidence: Math.round(confidence * separation.confidence * 100) / 100,
    }),
  );
  const known = roles !== undefined && roles.A !== 'unknown' && roles.confidence >= rolesFrom;
  const why = roles?.reason ?? `roles by voice are too uncertain (${roles?.confidence ?? 0})`;
  return [
    ...turns,
    capability('speaker.separate', true),
    capability('speech.roles', known, known ? undefined : why),
    overlap,
  ];
};

/** Below this confidence rules on roles stay undecidable. */
export const rolesFrom = 0.5;
