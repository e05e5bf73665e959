import type { Condition, LabelExpr, Mods, Pattern } from './engine.ts';

/**
 * Back from the parsed form to the words of the language, for titles in an explanation. A form that is newer than this
 * file prints as its kind and its parts, so that an explanation never stops for a word.
 */
type Loose = Record<string, unknown> & { k: string };

export const durationText = (ms: number): string =>
  ms % 60_000 === 0 && ms > 0 ? `${ms / 60_000}min` : ms % 1000 === 0 || ms > 1000 ? `${ms / 1000}s` : `${ms}ms`;

const reachText = (reach: { ms?: number; turns?: number; before?: boolean }): string => {
  const distance =
    reach.turns === undefined ? durationText(reach.ms ?? 0) : reach.turns === 0 ? 'same turn' : `${reach.turns} turns`;
  return reach.before === true ? `${distance} before` : distance;
};

const edgeText = (edge: Record<string, unknown>): string => {
  const size = edge.share === undefined ? reachText(edge) : `${Number(edge.share) * 100} %`;
  return `in ${edge.end} ${size}${edge.of === undefined ? '' : ` of ${edge.of}`}`;
};

/** One modifier as it is written, by its key in `Mods`. */
export const modText = (key: string, value: unknown): string => {
  if (key === 'within') return `within ${reachText(value as { ms?: number })}`;
  if (key === 'window') return `in [${(value as number[]).map(durationText).join(', ')}]`;
  if (key === 'turnWindow') return `in turns [${(value as number[]).join(', ')}]`;
  if (key === 'edge') return edgeText(value as Record<string, unknown>);
  if (key === 'during') return `during step(${(value as string[]).join('|')})`;
  if (key === 'where')
    return `where ${(value as Mods['where']).map((w) => `${w.field} ${w.op} ${w.value}`).join(' and ')}`;
  return key;
};
/** Keys of the modifiers that a pattern carries. */
export const modKeys = (mods: Partial<Mods>): string[] =>
  Object.entries(mods)
    .filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0))
    .map(([key]) => key);
const modsText = (pattern: Loose): string =>
  modKeys((pattern.mods ?? {}) as Mods)
    .map((key) => ` ${modText(key, (pattern.mods as Record<string, unknown>)[key])}`)
    .join('');

const binary: Record<string, string> = { near: 'near', before: 'before' };
export const printLabels = (words: LabelExpr): string => {
  const loose = words as unknown as Loose & { a: LabelExpr; b: LabelExpr; parts: LabelExpr[] };
  const word = binary[loose.k];
  if (loose.k === 'label') return String(loose.name);
  if (word !== undefined) return `(${printLabels(loose.a)} ${word} ${loose.chars} ${printLabels(loose.b)})`;
  if (loose.k === 'without') return `(${printLabels(loose.a)} without ${printLabels(loose.b)})`;
  if (loose.k === 'some') return `${loose.atLeast} of (${loose.parts.map(printLabels).join(', ')})`;
  return `(${loose.parts.map(printLabels).join(loose.k === 'all' ? ' and ' : ' or ')})`;
};

const rolesText = (pattern: Loose): string => {
  const roles = (pattern.roles ?? []) as string[];
  return roles.length === 0 ? 'anyone' : roles.join('|');
};
const bracketed = (pattern: Loose): string =>
  (pattern.roles as string[]).length === 0 ? '' : `(${rolesText(pattern)})`;

const quantityText = (p: Loose): string => {
  const reference = p.reference as { role?: string; field?: string } | undefined;
  const other = reference?.field === undefined ? reference?.role : `field ${reference.field}`;
  return `${p.quantity}${p.relation === undefined ? '' : ` ${p.relation} ${other}`}`;
};
const coversText = (p: Loose): string => {
  const points = (p.points as LabelExpr[]).map(printLabels).join(', ');
  return `covers (${points}) >= ${p.atLeast}${p.inOrder === true ? ' in order' : ''}`;
};

const printers: Record<string, (p: Loose) => string> = {
  words: (p) => `${rolesText(p)} ${p.verb} ${printLabels(p.words as LabelExpr)}`,
  answers: (p) => `${rolesText(p)} answers ${(p.polarity as string[]).join('|')}`,
  speaks: (p) => `${rolesText(p)} speaks`,
  states: (p) => `${rolesText(p)} states ${quantityText(p)}`,
  covers: (p) => `${rolesText(p)} ${coversText(p)}`,
  repeats: (p) => `${rolesText(p)} repeats >= ${p.atLeast} similar ${p.similar}`,
  event: (p) => `event ${p.name}${(p.roles as string[]).length === 0 ? '' : ` by ${rolesText(p)}`}`,
  measure: (p) => `measure ${p.name}`,
  step: (p) => `step ${p.name}`,
  state: (p) => {
    const lasting = p.overMs === 0 ? '' : ` for > ${durationText(p.overMs as number)}`;
    return `state ${p.name}${bracketed(p)}${lasting}${p.duringStep === undefined ? '' : ` during step(${p.duringStep})`}`;
  },
  silence: (p) => {
    const side = (key: 'after' | 'before') =>
      ((p[key] ?? []) as string[]).length === 0 ? '' : ` ${key} ${(p[key] as string[]).join('|')}`;
    const steps = p.exceptSteps as string[];
    const excused = steps.length === 0 ? '' : ` unless step(${steps.join('|')})`;
    return `silence > ${durationText(p.overMs as number)}${side('after')}${side('before')}${excused}`;
  },
  overall: (p) =>
    `overall ${p.what}${bracketed(p)} ${p.op} ${p.what === 'duration' ? durationText(p.value as number) : p.value}`,
  count: (p) =>
    `count(${printPattern(p.of as Pattern)}) >= ${p.atLeast}${p.perMs === undefined ? '' : ` per ${durationText(p.perMs as number)}`}`,
  // biome-ignore lint/suspicious/noThenProperty: a word of the rule language
  then: (p) => (p.steps as Pattern[]).map(printPattern).join(' then '),
  not: (p) => `not ${printPattern(p.part as Pattern)}`,
  or: (p) => `(${(p.parts as Pattern[]).map(printPattern).join(' or ')})`,
  and: (p) => `(${(p.parts as Pattern[]).map(printPattern).join(' and ')})`,
};

/** Patterns that stand inside a pattern, whatever their key. */
export const partsIn = (pattern: Pattern): Pattern[] => {
  if (pattern.k === 'words' || (pattern.k as string) === 'covers') return [];
  return Object.entries(pattern)
    .filter(([key]) => key !== 'mods')
    .flatMap(([, value]) => (Array.isArray(value) ? value : [value]) as unknown[])
    .filter((value): value is Pattern => typeof value === 'object' && value !== null && 'k' in value);
};

/** A pattern in the words of the rule language. */
export const printPattern = (pattern: Pattern): string => {
  const loose = pattern as unknown as Loose;
  const print = printers[loose.k];
  if (print === undefined) return `${loose.k}(${partsIn(pattern).map(printPattern).join(', ')})`;
  return `${print(loose)}${modsText(loose)}`;
};

const operandText = (operand: unknown): string => {
  const o = operand as Loose;
  if (o.k === 'value') return String(o.value);
  if (o.k === 'field') return String(o.name);
  if (o.k === 'call') return `${o.fn}(${o.name}${o.with === undefined ? '' : `, ${o.with}`})`;
  return `${operandText(o.a)} ${o.op} ${operandText(o.b)}`;
};
/** A condition on record fields as it is written. */
export const printCondition = (condition: Condition): string => {
  if (condition.k === 'compare') return `${operandText(condition.a)} ${condition.op} ${operandText(condition.b)}`;
  if (condition.k === 'in') return `${operandText(condition.a)} in [${condition.values.join(', ')}]`;
  if (condition.k === 'truth') return operandText(condition.a);
  if (condition.k === 'not') return `not ${printCondition(condition.part)}`;
  return `(${condition.parts.map(printCondition).join(` ${condition.k} `)})`;
};
