import type { FactName } from './data.ts';
import { continuationsOf, keysAt } from './engine.ts';
import { roleMeanings, verbMeanings } from './words.ts';

/** A word that may stand at the cursor, and what it is. */
export type Candidate = {
  text: string;
  kind: 'role' | 'verb' | 'operator' | 'label' | 'name' | 'unit' | 'field' | 'value';
};

export type Names = {
  labels: readonly string[];
  facts: readonly FactName[];
  steps: readonly string[];
};

const roles = Object.keys(roleMeanings);
/** Words that open a clause, as the parser names them. */
const openers = (): string[] => continuationsOf('pattern', '').words.filter((word) => !roles.includes(word));
const as =
  (kind: Candidate['kind']) =>
  (text: string): Candidate => ({ text, kind });

/** Units after a number: durations, and turns where a place in the order is meant. */
const unitsAfter = (before: readonly string[], number: string): Candidate[] => {
  const place = before.slice(-3).some((word) => ['within', 'first', 'last'].includes(word));
  const units = [...['ms', 's', 'min'].map((unit) => `${number}${unit}`), ...(place ? [`${number} turns`] : [])];
  return units.map(as('unit'));
};

const factsOf = (names: Names, kind: FactName['kind']): Candidate[] =>
  names.facts.filter((fact) => fact.kind === kind).map((fact) => ({ text: fact.name, kind: 'name' }));

/** Names that must follow a word and that the grammar alone cannot know. */
const namesAfter = (previous: string, before: readonly string[], names: Names): Candidate[] | undefined => {
  const opener = before.at(-2) ?? '';
  if (previous === 'event') return [{ text: 'interrupt', kind: 'name' }, ...factsOf(names, 'event')];
  if (previous === 'state') return factsOf(names, 'state');
  if (previous === 'measure') return factsOf(names, 'measure');
  if (previous === 'step' || (previous === '(' && opener === 'step')) return names.steps.map(as('name'));
  if (previous === 'by' || (previous === '(' && before.at(-3) === 'state')) return roles.map(as('role'));
  if (previous === '(' && opener === 'count') return [...roles.map(as('role')), ...openers().map(as('operator'))];
  if (previous === 'where') return ['rate', 'score', 'value'].map(as('field'));
  return undefined;
};

const kindOf = (word: string): Candidate['kind'] => {
  if (roles.includes(word)) return 'role';
  return word in verbMeanings ? 'verb' : 'operator';
};

/**
 * What may stand at the end of a half-typed pattern. The parser is asked first; where it only says that a name is
 * wanted, the names are given.
 */
export const patternWords = (typed: string, names: Names): Candidate[] => {
  const word = /[\p{L}\p{N}_.-]*$/u.exec(typed)?.[0] ?? '';
  const beginning = typed.slice(0, typed.length - word.length);
  const before = beginning.split(/\s+|(?<=[(|[\],<>=])|(?=[(|[\],<>=])/).filter((part) => part !== '');
  if (/^\d+$/.test(word)) return unitsAfter(before, word);
  const named = namesAfter(before.at(-1) ?? '', before, names);
  if (named !== undefined) return named;
  const { expected, words } = continuationsOf('pattern', beginning);
  const out = words.map((text): Candidate => ({ text, kind: kindOf(text) }));
  if (expected === 'a label') out.push(...names.labels.map(as('label')));
  const joins = ['and', 'or'].includes(before.at(-1) ?? '');
  if (joins) out.push(...[...roles, ...openers()].map((text): Candidate => ({ text, kind: kindOf(text) })));
  const afterLabel = names.labels.includes(before.at(-1) ?? '');
  if (afterLabel) out.push(...['near', 'without'].map(as('operator')));
  if (beginning.trim() === '' && keysAt('rule').includes('forbid')) out.push({ text: 'fields', kind: 'operator' });
  return out;
};

/** What may stand at the end of a half-typed condition over record fields. */
export const conditionWords = (
  typed: string,
  fields: Readonly<Record<string, { values?: readonly string[] }>>,
): Candidate[] => {
  const word = /[\p{L}\p{N}_.-]*$/u.exec(typed)?.[0] ?? '';
  const beginning = typed.slice(0, typed.length - word.length);
  const compared = /([\w.]+)\)?\s*(==|!=|<=?|>=?|in\s*\[(?:[^\]]*,)?)\s*$/.exec(beginning);
  if (compared !== null) {
    const values = fields[compared[1] as string]?.values ?? [];
    return [...values.map(as('value')), ...['level', 'hour', 'minutes'].map(as('operator'))];
  }
  if (/^\s*$|\b(and|or|not)\s+$|\(\s*$/.test(beginning)) {
    return [...Object.keys(fields).map(as('field')), ...['not', 'has', 'level', 'hour', 'minutes'].map(as('operator'))];
  }
  const { words } = continuationsOf('condition', beginning);
  return [...words, '==', '!=', '>=', '<=', '>', '<', 'in'].map(as('operator'));
};
