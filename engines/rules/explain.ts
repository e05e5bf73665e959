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
  const probe: CompiledPack = {
    ...pack,
    needs: 'words',
    rules: [
      {
        id: 'probe',
        item: 'probe',
        line: 1,
        shape: 'forbid',
        atLeastOnce: false,
        meanings: [],
        severity: 'info',
        message: '',
        target: { k: 'words', roles: [], verb: 'says', words: { k: 'label', name: label }, mods: { where: [] } },
      },
    ],
  };
  return evaluateConversation(conversation, [probe])
    .findings.filter((f) => f.verdict === 'violated')
    .map((f) => ({ turn: f.spans[0]?.turns?.[0] ?? 0, text: f.spans[0]?.text ?? '' }));
};

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
