import type { InspectionDocument, SecondOpinion } from '@mingjian/inspection';
import type { Turn } from '@mingjian/timeline';
import { leadMs } from './order.ts';

export type ShownOpinion = SecondOpinion & {
  said: Turn;
  /** Where to listen: 2 s before the turn; absent without times. */
  fromMs?: number;
};

/** What a language model adds: places of items that the rules did not find, in the order of the recording. A place that is not there is left out. */
export const openOpinions = ({ opinions = [], findings, conversation }: InspectionDocument): ShownOpinion[] => {
  const found = new Set(findings.filter(({ verdict }) => verdict === 'violated').map(({ item }) => item));
  return opinions
    .filter(({ item }) => !found.has(item))
    .flatMap((opinion): ShownOpinion[] => {
      const said = conversation.turns[opinion.turn];
      if (said === undefined) return [];
      const { startMs } = said;
      return [{ ...opinion, said, ...(startMs === undefined ? {} : { fromMs: Math.max(0, startMs - leadMs) }) }];
    })
    .sort((a, b) => a.turn - b.turn);
};
