import { type Capability, capabilityFact } from '@mingjian/detector-core';
import type { FactDraft } from '@mingjian/timeline';
import type { Opinions } from './opinion.ts';

/** `opinion.llm`: with a reason it is not available. */
export const opinionCapability = (model: string | null, reason?: string): Capability => ({
  name: 'opinion.llm',
  available: reason === undefined,
  model,
  ...(reason === undefined ? {} : { reason }),
});

/** Whether a rule on `event opinion.item` can be judged: the rules look for a capability of the event's own name. */
export const opinionLooked = (model: string | null, reason?: string): FactDraft =>
  capabilityFact({ ...opinionCapability(model, reason), name: 'opinion.item' }, 'opinion');

const whyNotAll = ({ capability, unanswered }: Opinions): string | undefined =>
  capability.reason ??
  (unanswered.length === 0 ? undefined : `模型未答 not answered: ${unanswered.slice(0, 5).join(', ')}`);

/**
 * One `opinion.item` event a place: `score` 1 where the model says violated, 0.5 where it is unsure. The score stands under the item's
 * name in `measures` too, so that a rule can be about one item: `event opinion.item where sale.pressure >= 1`. A turn without times
 * stands at its place, in seconds, as the rules count it.
 */
export const opinionFacts = (said: Opinions): FactDraft[] => [
  opinionLooked(said.model, whyNotAll(said)),
  ...said.opinions.map((opinion): FactDraft => {
    const score = opinion.stance === 'violated' ? 1 : 0.5;
    const t = opinion.startMs ?? opinion.turn * 1000;
    return {
      t,
      end: opinion.endMs ?? t,
      kind: 'event',
      name: 'opinion.item',
      value: opinion.item,
      score,
      text: opinion.quote,
      turn: opinion.turn,
      role: opinion.role,
      measures: { [opinion.item]: score },
      detector: 'opinion',
      model: said.model,
    };
  }),
];
