import type { Role } from '@mingjian/timeline';

/** One track of speech to transcribe: where its samples lie and who speaks on it. */
export type SpeechTrack = { pcmPath: string; track: string; role: Role };
export type PcmChannel = { path: string; channel: 'mono' | 'left' | 'right' };
export type RoleAssignment = { tracks: SpeechTrack[]; rolesKnown: boolean; reason?: string };

/**
 * Says who speaks on which channel. `roles` names the channels, left first. One channel (a mono recording, or one microphone
 * on both channels, which `extractPcm` of media folds to one) gives one track of role `unknown`: rules on roles are then
 * undecidable instead of guessed.
 */
export const assignRoles = (channels: PcmChannel[], roles: readonly [Role, Role]): RoleAssignment => {
  const [first, second] = channels;
  if (first === undefined) return { tracks: [], rolesKnown: false, reason: '录音中没有声音轨道' };
  if (second === undefined) {
    return {
      tracks: [{ pcmPath: first.path, track: 'a0', role: 'unknown' }],
      rolesKnown: false,
      reason: '单声道录音，或左右声道来自同一支麦克风，未区分说话人（双声道录音左右声道分别对应角色）',
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
