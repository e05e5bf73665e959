import { inFixedPlace, inTurn, type Occurrence, roleFits } from './leaf.ts';
import type { Pattern } from './model.ts';
import type { Trace, TraceTurn } from './trace.ts';

type Repeats = Extract<Pattern, { k: 'repeats' }>;

const pairsOf = (text: string): Set<string> => {
  const plain = text.replaceAll(/[\s\p{P}]/gu, '');
  const pairs = new Set<string>();
  for (let i = 1; i < plain.length; i++) pairs.add(plain.slice(i - 1, i + 1));
  return pairs;
};

/** Share of common character pairs (Dice), 0–1. */
export const likeness = (a: ReadonlySet<string>, b: ReadonlySet<string>): number => {
  if (a.size === 0 || b.size === 0) return 0;
  let common = 0;
  for (const pair of a) if (b.has(pair)) common += 1;
  return (2 * common) / (a.size + b.size);
};

/** True at the nth near-duplicate of one's own earlier sentences; turns of fewer than 5 characters never count (SCA's default). */
export const repetitions = (pattern: Repeats, trace: Trace): ((turn: TraceTurn) => Occurrence | undefined) => {
  const fits = (turn: TraceTurn): boolean => roleFits(pattern.roles, turn.role) === 'yes';
  return (turn) => {
    const own = pairsOf(turn.text);
    if (!fits(turn) || own.size < 4) return undefined;
    const same = trace.turns
      .slice(0, turn.index)
      .filter(
        (before) => before.role === turn.role && fits(before) && likeness(pairsOf(before.text), own) >= pattern.similar,
      );
    if (same.length + 1 < pattern.atLeast) return undefined;
    const whole = { start: 0, end: turn.text.length, score: 1, label: 'repeats' };
    const found = { ...inTurn(turn, whole, { roles: pattern.roles }), measures: { times: same.length + 1 } };
    found.spans = [
      ...same.map((before) => ({
        startMs: before.startMs,
        endMs: before.endMs,
        turns: [before.index],
        text: before.text,
      })),
      ...found.spans,
    ];
    return inFixedPlace(found, turn, { mods: pattern.mods, timed: trace.timed });
  };
};
