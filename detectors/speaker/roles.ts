import type { Role } from '@mingjian/timeline';
import { type Embedding, score } from './network.ts';
import type { Separation } from './separate.ts';

export type VoiceRoles = { A: Role; B: Role; confidence: number; reason?: string };

/** The registered voice must resemble one of the two at least so much, and the other clearly less. */
const likeFrom = 0.7;
const marginFrom = 0.08;

/**
 * Which of two separated voices is the member of staff, by the registered voice. Without one, or when both or neither
 * resemble it, both stay `unknown`: who speaks first or most is no evidence.
 */
export const rolesOf = (
  separation: Extract<Separation, { voices: 2 }>,
  staff?: { voice: Embedding; role: Role; other: Role },
): VoiceRoles => {
  const unknown = (reason: string): VoiceRoles => ({ A: 'unknown', B: 'unknown', confidence: 0, reason });
  if (staff === undefined) return unknown('no registered staff voice to compare with');
  const [a, b] = [score(staff.voice, separation.centres.A), score(staff.voice, separation.centres.B)];
  const margin = Math.abs(a - b);
  if (Math.max(a, b) < likeFrom)
    return unknown(`neither voice resembles the registered one (${Math.max(a, b).toFixed(2)})`);
  if (margin < marginFrom) return unknown(`both voices resemble the registered one (${a.toFixed(2)}, ${b.toFixed(2)})`);
  const confidence = Math.round(separation.confidence * Math.min(1, margin / 0.2) * 100) / 100;
  return a > b ? { A: staff.role, B: staff.other, confidence } : { A: staff.other, B: staff.role, confidence };
};
