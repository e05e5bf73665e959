import { capabilityFact } from '@mingjian/detector-core';
import { openMeaning } from '@mingjian/meaning';
import { labelFacts, labelsHeard, labelsUnheard, type TurnScorer } from '@mingjian/meaning/heads/index.ts';
import type { CompiledPack } from '@mingjian/rules';
import { append, type Conversation, type FactDraft, openTimeline } from '@mingjian/timeline';
import { openScorer } from './shipped.ts';

const withFacts = (conversation: Conversation, drafts: readonly FactDraft[]): Conversation => {
  const timeline = openTimeline(conversation.id);
  for (const draft of drafts) append(timeline, draft);
  return { ...conversation, facts: [...(conversation.facts ?? []), ...timeline.facts] };
};

/** The conversation with what its turns mean beside them, for packs with `like:` labels. Throws when the embedder is not here. */
export const withMeaning = async (conversation: Conversation, scorer: TurnScorer): Promise<Conversation> => {
  const scores = await scorer.scores(conversation.turns);
  const heard = capabilityFact(labelsHeard(scorer), 'meaning');
  return withFacts(conversation, [heard, ...labelFacts(conversation.turns, scores, scorer)]);
};

/** Adds meaning to conversations one after the other; where the embedder is not here, the reason, so that rules say it. */
export type MeaningAdder = {
  add(conversation: Conversation, packs: readonly CompiledPack[]): Promise<Conversation>;
  stop(): Promise<void>;
};

/** `own` = an institution's own heads over the shipped ones. */
export const openMeaningAdder = (own?: string): MeaningAdder => {
  const meaning = openMeaning();
  const [capability] = meaning.capabilities();
  let scorer: TurnScorer | undefined;
  return {
    add: async (conversation, packs) => {
      if (packs.every((pack) => pack.meanings.length === 0)) return conversation;
      if (capability?.available !== true)
        return withFacts(conversation, [capabilityFact(labelsUnheard(capability?.reason ?? ''), 'meaning')]);
      scorer ??= openScorer(meaning, own);
      return withMeaning(conversation, scorer);
    },
    stop: meaning.stop,
  };
};
