import { buildMatcher } from '@mingjian/matching';
import type { Conversation } from '@mingjian/timeline';
import { evaluateConversation } from './evaluate.ts';
import type { Finding } from './finding.ts';
import type { CompiledPack } from './model.ts';
import { labelsOf } from './pattern.ts';

export type LabelTruth = { label: string; turns: { turn: number; text: string }[] };
export type Explanation = { rule: string; findings: Finding[]; labels: LabelTruth[] };

/** Why a rule came out as it did: its findings, and for every label that it uses the turns where the words stand. */
export const explain = (pack: CompiledPack, ruleId: string, conversation: Conversation): Explanation => {
  const rule = pack.rules.find((r) => r.id === ruleId);
  if (rule === undefined)
    throw new Error(`${pack.pack} 没有规则 has no rule ${ruleId}; it has ${pack.rules.map((r) => r.id).join(', ')}`);
  const names = [rule.anchor, rule.target, rule.unless].flatMap((p) => (p === undefined ? [] : labelsOf(p)));
  const labels = [...new Set(names)].map((label) => ({ label, turns: turnsWith(pack, label, conversation) }));
  return {
    rule: ruleId,
    findings: evaluateConversation(conversation, [{ ...pack, needs: 'words', rules: [rule] }]).findings,
    labels,
  };
};

const turnsWith = (pack: CompiledPack, label: string, conversation: Conversation): LabelTruth['turns'] => {
  const match = buildMatcher(pack.labels.filter((spec) => spec.name === label));
  return conversation.turns.flatMap((turn, i) => {
    const [first] = match(turn.text).get(label) ?? [];
    return first === undefined ? [] : [{ turn: i, text: first.text }];
  });
};
