import type { Conversation, Fact, Product, Turn } from '@mingjian/timeline';

export type ConversationFrame = { id: string; product?: Product; fields: Record<string, unknown> };

const isUtterance = (fact: Fact): boolean => fact.name === 'speech.text' && typeof fact.text === 'string';

/** The utterances of all tracks as one conversation, in the order in which they began. */
export const conversationOf = (facts: readonly Fact[], frame: ConversationFrame): Conversation => {
  const turns: Turn[] = facts
    .filter(isUtterance)
    .sort((a, b) => a.t - b.t || a.seq - b.seq)
    .map((fact) => ({
      role: fact.role ?? 'unknown',
      text: fact.text ?? '',
      startMs: fact.t,
      endMs: fact.end ?? fact.t,
    }));
  return {
    id: frame.id,
    ...(frame.product === undefined ? {} : { product: frame.product }),
    fields: frame.fields,
    scope: 'full',
    turns,
    facts: facts.filter((fact) => !isUtterance(fact)),
  };
};
