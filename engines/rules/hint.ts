import type { Fact } from '@mingjian/timeline';
import type { Severity } from './finding.ts';
import { wordsInTurn } from './leaf.ts';
import type { Trace, TraceTurn } from './trace.ts';

/** What a sentence that is still being recognised may become. It lights a lamp, it decides nothing. */
export type Hint = { rule: string; item: string; severity: Severity; text: string; promises: 'violated' | 'satisfied' };

/** Word clauses that a partial text already makes true, for rules that forbid or require words as such. */
export const hintsIn = (trace: Trace, fact: Fact): Hint[] => {
  if (typeof fact.text !== 'string') return [];
  const turn: TraceTurn = {
    index: trace.turns.length,
    nth: 0,
    role: fact.role ?? 'unknown',
    text: fact.text,
    startMs: fact.t,
    endMs: fact.end ?? fact.t,
  };
  const hits = trace.plan.match(turn.text);
  const hints: Hint[] = [];
  for (const { rule } of trace.plan.rules) {
    if ((rule.shape !== 'forbid' && rule.shape !== 'require') || rule.target?.k !== 'words') continue;
    const leaf = trace.plan.leaves[trace.plan.leafOf.get(rule.target) ?? -1];
    const found =
      leaf === undefined ? undefined : wordsInTurn(leaf, turn, { hits, words: fact.words, timed: trace.timed });
    if (found === undefined || found.doubt !== undefined) continue;
    const promises = rule.shape === 'forbid' ? 'violated' : 'satisfied';
    hints.push({ rule: rule.id, item: rule.item, severity: rule.severity, text: found.spans[0]?.text ?? '', promises });
  }
  return hints;
};
