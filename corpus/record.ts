import type { Conversation } from '@mingjian/timeline';

/** What a writer said of an item: it is violated here, it was done, it only looks like it, or people may differ. */
export type LabelKind = 'violated' | 'satisfied' | 'hard_negative' | 'ignore';
export type Label = { item: string; kind: LabelKind; turns: number[]; why: string };

/** One written conversation with its labels. Closed world: an item without a label did not occur. */
export type CorpusRecord = {
  conversation: Conversation;
  labels: Label[];
  /** `bank/elder-deposit-matures` */
  family: string;
  writer: string;
  /** `spoken` or `chat`, with `asr` (recogniser errors) and `nopunct` (no punctuation). */
  style: string[];
  place: { file: string; line: number };
};
