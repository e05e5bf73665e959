import type { FactDraft } from '@mingjian/timeline';
import type { ActiveLiveness, Challenge } from './challenge.ts';
import { detector } from './detector-name.ts';

/** One `face.challenge` event for each movement asked, and `face.active_live` for the whole. */
export const challengeFacts = (challenges: readonly Challenge[], judged: ActiveLiveness): FactDraft[] => {
  const [first, last] = [challenges[0], challenges.at(-1)];
  const each = challenges.map(({ kind, startMs, endMs }, i): FactDraft => {
    const { decision = 'undecidable', atMs, reason } = judged.challenges[i] ?? {};
    return {
      ...{ t: startMs, end: endMs, kind: 'event', name: 'face.challenge', challenge: kind, decision, detector },
      ...(atMs === undefined ? {} : { measures: { atMs } }),
      ...(reason === undefined ? {} : { reason }),
    };
  });
  const { decision, reason } = judged;
  const whole: FactDraft = {
    ...{ t: first?.startMs ?? 0, end: last?.endMs ?? 0, kind: 'measure', name: 'face.active_live', decision, detector },
    ...(reason === undefined ? {} : { reason }),
  };
  return [...each, whole];
};
