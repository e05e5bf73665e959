import { inFixedPlace, inTurn, type Occurrence, roleFits, withTurnMeasures } from './leaf.ts';
import type { Pattern } from './model.ts';
import { type Quantity, quantitiesIn, sameQuantity } from './quantity.ts';
import type { Trace, TraceTurn } from './trace.ts';

type States = Extract<Pattern, { k: 'states' }>;
type PerTurn = (pattern: Pattern, trace: Trace, of: (turn: TraceTurn) => Occurrence | undefined) => Occurrence[];

/** How many turns back the other role's words count as what is read back, unless `within N turns before` says otherwise. */
const usualReach = 6;

/** What the quantity is held against: the record field, or what the other role said in the turns before. */
const referencesFor = (
  pattern: States,
  turn: TraceTurn,
  trace: Trace,
): { value: number | string; turn?: TraceTurn }[] => {
  const { reference } = pattern;
  if (reference === undefined) return [];
  if ('field' in reference) {
    const raw = trace.fields[reference.field];
    const value = typeof raw === 'number' ? raw : String(raw);
    return raw === undefined ? [] : [{ value }];
  }
  const reach = pattern.mods.within?.turns ?? usualReach;
  return trace.turns
    .slice(Math.max(0, turn.index - reach), turn.index)
    .filter((before) => before.role === reference.role)
    .flatMap((before) => quantitiesIn(before.text, pattern.quantity).map((q) => ({ value: q.value, turn: before })));
};

const asNumber = (value: number | string): number =>
  typeof value === 'number' ? value : Number(value.replaceAll(/\D/g, ''));

/**
 * Turns in which a role states a quantity: any, one that matches a record field or what the other role said, or one that differs
 * from all of them. Without anything to compare with there is neither a match nor a difference.
 */
export const quantityOccurrences = (pattern: States, trace: Trace, perTurn: PerTurn): Occurrence[] =>
  perTurn(pattern, trace, (turn) => {
    if (roleFits(pattern.roles, turn.role) === 'no') return undefined;
    const stated = quantitiesIn(turn.text, pattern.quantity);
    if (stated.length === 0) return undefined;
    const against = referencesFor(pattern, turn, trace);
    if (pattern.relation !== undefined && against.length === 0) return undefined;
    const matches = (q: Quantity): boolean => against.some((ref) => sameQuantity(q.value, ref.value));
    const chosen = stated.find(
      (q) => pattern.relation === undefined || matches(q) === (pattern.relation === 'matching'),
    );
    if (chosen === undefined || (pattern.relation === 'differing' && stated.some(matches))) return undefined;
    const hit = { start: chosen.start, end: chosen.end, score: 1, label: pattern.quantity };
    const found = inTurn(turn, hit, { roles: pattern.roles });
    found.measures = { value: asNumber(chosen.value) };
    const other = against.find((ref) => ref.turn !== undefined)?.turn;
    if (pattern.relation !== undefined && against[0] !== undefined) found.measures.against = asNumber(against[0].value);
    if (other !== undefined)
      found.spans = [
        ...found.spans,
        {
          startMs: other.startMs,
          endMs: other.endMs,
          turns: [other.index],
          text: other.text,
          role: other.role,
          label: 'against',
        },
      ];
    const how = { mods: pattern.mods, timed: trace.timed };
    const measured = withTurnMeasures(found, turn, how);
    return measured === undefined ? undefined : inFixedPlace(measured, turn, how);
  });
