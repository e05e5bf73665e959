import type { Capability } from '@mingjian/detector-core';
import type { FactDraft, Turn } from '@mingjian/timeline';
import type { TurnScorer, TurnScores } from './score.ts';

/** Name of the capability that says which meaning labels were looked for. */
const CAPABILITY = 'meaning.labels';

export const labelsHeard = ({ version, labels }: TurnScorer): Capability => ({
  name: CAPABILITY,
  available: true,
  model: version,
  labels,
});
export const labelsUnheard = (reason: string): Capability => ({
  name: CAPABILITY,
  available: false,
  model: null,
  reason,
});

/** One `label.score` event a turn and label; a turn without times stands at its place, in seconds. */
export const labelFacts = (turns: readonly Turn[], scores: readonly TurnScores[], scorer: TurnScorer): FactDraft[] => {
  const { version } = scorer;
  return turns.flatMap((turn, i) =>
    [...(scores[i] ?? [])].map(
      ([label, score]): FactDraft => ({
        t: turn.startMs ?? i * 1000,
        kind: 'event',
        name: 'label.score',
        value: label,
        score,
        role: turn.role,
        detector: 'meaning',
        model: version,
      }),
    ),
  );
};
