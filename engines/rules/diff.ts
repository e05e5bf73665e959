import type { Conversation } from '@mingjian/timeline';
import { evaluateConversation } from './evaluate.ts';
import type { CompiledPack } from './model.ts';

export type VerdictChange = { id: string; item: string; before: string; after: string };
const worst = ['violated', 'undecidable', 'satisfied', 'not_applicable'];
const byItem = (conversation: Conversation, packs: readonly CompiledPack[]): Map<string, string> => {
  const items = new Map<string, string>();
  for (const f of evaluateConversation(conversation, packs).findings) {
    const known = items.get(f.item);
    if (known === undefined || worst.indexOf(f.verdict) < worst.indexOf(known)) items.set(f.item, f.verdict);
  }
  return items;
};

/** What a new version of the packs changes on stored conversations: one entry per item whose verdict differs. */
export const diffVerdicts = (
  before: readonly CompiledPack[],
  after: readonly CompiledPack[],
  conversations: readonly Conversation[],
): VerdictChange[] =>
  conversations.flatMap((conversation) => {
    const a = byItem(conversation, before);
    const b = byItem(conversation, after);
    return [...new Set([...a.keys(), ...b.keys()])]
      .map((item) => ({ id: conversation.id, item, before: a.get(item) ?? 'absent', after: b.get(item) ?? 'absent' }))
      .filter((change) => change.before !== change.after);
  });
