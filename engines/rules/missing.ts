import { nearness, preparePhrase } from '@mingjian/matching';
import type { Finding } from './finding.ts';
import type { CompiledPack, CompiledRule } from './model.ts';
import { labelsOf } from './pattern.ts';
import type { Trace } from './trace.ts';

/** For a miss: what was looked for, where, and the turn whose words came nearest (by sound). */
export const describeMiss = (
  rule: CompiledRule,
  pack: CompiledPack,
  at: { trace: Trace; window: [number, number]; lookedFor?: 'target' | 'anchor' },
): Finding['missing'] => {
  const pattern = at.lookedFor === 'anchor' ? rule.anchor : rule.target;
  const names = pattern === undefined ? [] : labelsOf(pattern);
  const labels = pack.labels.filter((label) => names.includes(label.name));
  const phrases = labels.flatMap((label) => [
    ...label.fuzzy,
    ...label.any,
    ...label.seq.map((gap) => gap.clauses.map((clause) => clause.literals[0] ?? '').join('')),
  ]);
  const prepared = phrases.slice(0, 12).map((phrase) => preparePhrase(phrase, 1));
  const expected = phrases.slice(0, 5).join(' / ') || rule.message;
  const until = Number.isFinite(at.window[1]) ? at.window[1] : at.trace.endMs;
  const window: [number, number] = [at.window[0], until];
  let nearest: { text: string; turn: number; score: number } | undefined;
  for (const turn of at.trace.turns) {
    if (turn.endMs < window[0] || turn.startMs > window[1] || turn.role === 'customer') continue;
    for (const phrase of prepared) {
      const score = nearness(phrase, turn.text);
      if (score > (nearest?.score ?? 0.3))
        nearest = { text: turn.text, turn: turn.index, score: Math.round(score * 100) / 100 };
    }
  }
  return { expected, window, ...(nearest === undefined ? {} : { nearest }) };
};
