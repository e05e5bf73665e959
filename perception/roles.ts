import { readFileSync } from 'node:fs';
import type { Role } from '@mingjian/timeline';

/** One track of speech to transcribe: where its samples lie and who speaks on it. */
export type SpeechTrack = { pcmPath: string; track: string; role: Role };
export type PcmChannel = { path: string; channel: 'mono' | 'left' | 'right' };

/**
 * Two channels tell speakers apart only when they differ. A phone that records one microphone on both channels gives
 * the same samples twice; normalised correlation above this is one microphone (crosstalk of real stereo calls: below .9).
 */
const sameMicrophone = 0.97;
/** 10 minutes of 16 kHz samples are more than enough to compare. */
const comparedSamples = 600 * 16_000;

const samplesOf = (path: string): Int16Array => {
  const bytes = readFileSync(path);
  return new Int16Array(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength >> 1, comparedSamples));
};

/** Normalised correlation of two sample rows at lag 0, −1…1; 1 when both are silent. */
export const channelCorrelation = (left: Int16Array, right: Int16Array): number => {
  const length = Math.min(left.length, right.length);
  let cross = 0;
  let leftPower = 0;
  let rightPower = 0;
  for (let i = 0; i < length; i++) {
    const a = left[i] ?? 0;
    const b = right[i] ?? 0;
    cross += a * b;
    leftPower += a * a;
    rightPower += b * b;
  }
  if (leftPower === 0 && rightPower === 0) return 1;
  if (leftPower === 0 || rightPower === 0) return 0;
  return cross / Math.sqrt(leftPower * rightPower);
};

export type RoleAssignment = { tracks: SpeechTrack[]; rolesKnown: boolean; reason?: string };

/**
 * Says who speaks on which channel. `roles` names the channels, left first. A mono recording, or two channels of one
 * microphone, gives one track of role `unknown`: rules on roles are then undecidable instead of guessed.
 */
export const assignRoles = (channels: PcmChannel[], roles: readonly [Role, Role]): RoleAssignment => {
  const [first, second] = channels;
  if (first === undefined) return { tracks: [], rolesKnown: false, reason: '录音中没有声音轨道' };
  if (second === undefined) {
    return {
      tracks: [{ pcmPath: first.path, track: 'a0', role: 'unknown' }],
      rolesKnown: false,
      reason: '单声道录音，未区分说话人（双声道录音左右声道分别对应角色）',
    };
  }
  if (channelCorrelation(samplesOf(first.path), samplesOf(second.path)) > sameMicrophone) {
    return {
      tracks: [{ pcmPath: first.path, track: 'a0', role: 'unknown' }],
      rolesKnown: false,
      reason: '左右声道内容相同（同一支麦克风），未区分说话人',
    };
  }
  return {
    tracks: [
      { pcmPath: first.path, track: 'a0.left', role: roles[0] },
      { pcmPath: second.path, track: 'a0.right', role: roles[1] },
    ],
    rolesKnown: true,
  };
};
