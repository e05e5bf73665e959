import type { Fact, Role } from './fact.ts';

/** Product lines of `mingjian.conversation/1`. */
export const products = ['bank', 'ins', 'sec', 'trust', 'loan', 'vbank', 'collect', 'service'] as const;
export type Product = (typeof products)[number];

/** One speaker's uninterrupted contribution. Without times only the order is known. */
export type Turn = { role: Role; text: string; startMs?: number; endMs?: number };

/** `mingjian.conversation/1`: turn indexes count from 0; in an `extract` nothing may be called missing. */
export type Conversation = {
  id: string;
  product?: Product;
  /** Business data; the fixed meanings stand in docs/reference/formats.md. */
  fields?: Record<string, unknown>;
  scope?: 'full' | 'extract';
  turns: Turn[];
  /** What was seen and measured, so that picture and paper rules can be judged too. */
  facts?: Fact[];
};
