import type { CorpusRecord, Exemplar } from '@mingjian/corpus';
import type { Role } from '@mingjian/timeline';
import { items } from '../catalogue.ts';

/** A turn to learn from, before features: what it says, after what, and how each item stands in it. */
export type Lesson = {
  /** Family or conversation: turns of one group are never on both sides of a fold. Empty = always learned from, never looked at. */
  group: string;
  turn: { role: Role; text: string };
  before?: { role: Role; text: string };
  carries: string[];
  /** Written to look like these items and not to be them. */
  resembles: string[];
  /** Items of which nothing is known here. */
  unknown: string[];
};

/** Items that are satisfied by words and violated by their absence; the heads learn the words. */
export const saidItems: ReadonlySet<string> = new Set([
  ...items.filter((item) => item.violatedWhen === 'missing').map((item) => item.id),
  'answer.consent',
]);
/** Items that times, counts or record fields decide: words say nothing of them. */
const notOfWords = new Set([
  'collect.hours',
  'collect.frequency',
  'flow.too_fast',
  'flow.off_hours',
  'flow.step_missing',
  'service.interrupt',
  'service.long_silence',
  'sale.unsuitable',
  'meta.business_mismatch',
  'collect.wrong_amount',
]);
export const learnable = (item: string): boolean => !notOfWords.has(item);

/** Every turn of a labelled conversation. In an extract a must-say without a label is unknown: writers label those of full sessions only. */
export const lessonsOf = (record: Pick<CorpusRecord, 'conversation' | 'labels'>, group: string): Lesson[] => {
  const { turns, scope } = record.conversation;
  const spoken = record.labels.filter((label) => learnable(label.item));
  return turns.map((turn, i) => {
    const here = spoken.filter((label) => label.turns.includes(i));
    const carries = here
      .filter((label) => label.kind === (saidItems.has(label.item) ? 'satisfied' : 'violated'))
      .map((label) => label.item);
    const resembles = here.filter((label) => label.kind === 'hard_negative').map((label) => label.item);
    const named = new Set([...carries, ...resembles]);
    const open = scope === 'extract' ? [...saidItems].filter((item) => !named.has(item)) : [];
    const before = turns[i - 1];
    return {
      group,
      turn,
      ...(before === undefined ? {} : { before }),
      carries,
      resembles,
      unknown: [...here.filter((label) => label.kind === 'ignore').map((label) => label.item), ...open],
    };
  });
};

const chapterOf = (item: string): string => item.split('.')[0] as string;

/** A written sentence speaks of its item; of the other items of that chapter nothing is known, the other chapters are not meant. */
export const lessonOfExemplar = (exemplar: Exemplar): Lesson => {
  const { item, carries, role, text, before } = exemplar;
  const chapter = chapterOf(item);
  const siblings = items.map((other) => other.id).filter((id) => id !== item && chapterOf(id) === chapter);
  return {
    group: '',
    turn: { role, text },
    ...(before === undefined ? {} : { before }),
    carries: carries ? [item] : [],
    resembles: carries ? [] : [item],
    unknown: [...siblings, ...[...saidItems].filter((id) => id !== item)],
  };
};
