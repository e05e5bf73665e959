import { type CompiledPack, type ConversationFindings, evaluateConversation } from '@mingjian/rules';
import type { Conversation } from '@mingjian/timeline';

type JudgeOptions = { packs: CompiledPack[]; durationMs: number };

/**
 * The post-hoc moment of the one engine. A recording always has a length: rules on time are decidable even when nobody
 * speaks, so the length of the media goes in as a fact.
 */
export const judge = (conversation: Conversation, options: JudgeOptions): ConversationFindings =>
  evaluateConversation(conversation, options.packs, { durationMs: options.durationMs });
