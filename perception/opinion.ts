import type { Capability } from '@mingjian/detector-core';
import type { SecondOpinion } from '@mingjian/inspection';
import {
  type AskedItem,
  askOpinion,
  type OpinionSetting,
  opinionCapability,
  opinionFacts,
  opinionLooked,
  opinionSetting,
} from '@mingjian/opinion';
import { items } from '@mingjian/rulebooks';
import type { CompiledPack } from '@mingjian/rules';
import type { FactDraft, Turn } from '@mingjian/timeline';

export type OpinionHeard = { facts: FactDraft[]; capabilities: Capability[]; opinions?: SecondOpinion[] };
export type OpinionOptions = {
  packs: readonly CompiledPack[];
  signal: AbortSignal;
  progress?: (done: number) => void;
  /** Default: the environment's. */
  setting?: OpinionSetting;
};

/** Families of items that are violated by words alone; pictures, order, time and silence are not a reader's business. */
const spoken = /^(sale|loan|service|collect|complaint|fraud|black)\./;
const byMeasure = new Set([
  'service.long_silence',
  'service.interrupt',
  'collect.hours',
  'collect.frequency',
  'black.same_voice',
]);

/** What to ask about: the items of these packs that somebody's words violate, so that there is something to quote. */
export const askedItems = (packs: readonly CompiledPack[]): AskedItem[] => {
  const judged = new Set(
    packs.filter(({ needs }) => needs === 'words').flatMap(({ rules }) => rules.map(({ item }) => item)),
  );
  return items
    .filter(
      ({ id, violatedWhen }) => violatedWhen === 'present' && judged.has(id) && spoken.test(id) && !byMeasure.has(id),
    )
    .map(({ id, zh, meaning }) => ({ id, zh, meaning }));
};

const unheard = (reason: string, model: string | null = null): OpinionHeard => ({
  facts: [opinionLooked(model, reason)],
  capabilities: [opinionCapability(model, reason)],
});

/** The second opinion of a language model, where the operator has one; else the reason why there is none. */
export const hearOpinion = async (turns: readonly Turn[], options: OpinionOptions): Promise<OpinionHeard> => {
  const setting = options.setting ?? opinionSetting(process.env);
  if ('reason' in setting) return unheard(setting.reason);
  const { settings } = setting;
  const asked = askedItems(options.packs);
  if (asked.length === 0) return unheard('规则未用到可问的质检项 no item to ask about', settings.model);
  if (turns.length === 0) return unheard('没有逐字稿 there is no transcript', settings.model);
  const { signal, progress } = options;
  const said = await askOpinion(
    { turns: [...turns] },
    { ...settings, items: asked, signal, ...(progress === undefined ? {} : { progress }) },
  );
  const opinions = said.opinions.map(({ item, turn, quote, stance }) => ({
    ...{ item, turn, quote, model: said.model },
    score: stance === 'violated' ? 1 : 0.5,
  }));
  return { facts: opinionFacts(said), capabilities: [said.capability], opinions };
};
