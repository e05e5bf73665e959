import type { Capability } from '@mingjian/detector-core';
import { labelFacts, labelsHeard, labelsUnheard, type TurnScorer } from '@mingjian/meaning/heads/index.ts';
import type { CompiledPack } from '@mingjian/rules';
import type { FactDraft, Turn } from '@mingjian/timeline';

export type MeaningHeard = { facts: FactDraft[]; capabilities: Capability[] };
export type MeaningOptions = { packs: readonly CompiledPack[]; signal: AbortSignal };

/** What the turns mean, where a pack asks for it. Without the embedder, or when it breaks, the reason instead: those rules are undecidable. */
export const hearMeaning = async (
  scorer: () => TurnScorer,
  turns: readonly Turn[],
  { packs, signal }: MeaningOptions,
): Promise<MeaningHeard> => {
  if (packs.every((pack) => pack.meanings.length === 0))
    return { facts: [], capabilities: [labelsUnheard('规则未用到语义标签 no rule asks for it')] };
  try {
    const opened = scorer();
    const scores = await opened.scores(turns, signal);
    return { facts: labelFacts(turns, scores, opened), capabilities: [labelsHeard(opened)] };
  } catch (error) {
    signal.throwIfAborted();
    const reason = error instanceof Error ? error.message : String(error);
    return { facts: [], capabilities: [labelsUnheard(reason)] };
  }
};
