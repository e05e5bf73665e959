import { isMap, isScalar, isSeq, type LineCounter, type Node, type YAMLMap } from 'yaml';
import { ExpressionError } from './expression.ts';
import type { PackError } from './model.ts';
import { closestWord } from './nearest-word.ts';

export type Place = { node?: Node | null | undefined; offset?: number };
export type Reader = {
  errors: PackError[];
  report(message: string, place: Place, hint?: { expected?: string; words?: readonly string[]; found?: string }): void;
  line(node?: Node | null): number;
};

export const openReader = (file: string, lines: LineCounter): Reader => {
  const errors: PackError[] = [];
  return {
    errors,
    line: (node) => lines.linePos(node?.range?.[0] ?? 0).line,
    report(message, place, hint = {}) {
      const pos = lines.linePos((place.node?.range?.[0] ?? 0) + (place.offset ?? 0));
      const suggestion = hint.found === undefined ? undefined : closestWord(hint.found, hint.words ?? []);
      errors.push({
        file,
        line: pos.line,
        column: pos.col,
        message: `${message}${suggestion === undefined ? '' : `，是否想写 did you mean "${suggestion}"?`}`,
        ...(hint.expected === undefined ? {} : { expected: hint.expected }),
        ...(suggestion === undefined ? {} : { suggestion }),
      });
    },
  };
};

export const checkKeys = (map: YAMLMap, known: readonly string[], reader: Reader): void => {
  for (const pair of map.items) {
    const key = isScalar(pair.key) ? String(pair.key.value) : '';
    if (!known.includes(key)) {
      reader.report(
        `未知的键 unknown key "${key}"`,
        { node: pair.key as Node },
        { expected: known.join(', '), words: known, found: key },
      );
    }
  }
};
export const textAt = (map: YAMLMap, key: string): string | undefined => {
  const value = map.get(key);
  return value === undefined || value === null ? undefined : String(value);
};
export const listAt = (map: YAMLMap, key: string): string[] => {
  const node = map.get(key, true) as unknown;
  if (isSeq(node)) return node.items.map((item) => String(isScalar(item) ? item.value : item));
  return isScalar(node) ? [String(node.value)] : [];
};
export const plainAt = (map: YAMLMap, key: string): Record<string, unknown> => {
  const node = map.get(key) as unknown;
  return isMap(node) ? (node.toJSON() as Record<string, unknown>) : {};
};

/** One of a few words; another one is an error with the closest right word. */
export const choiceAt = <T extends string>(
  map: YAMLMap,
  key: string,
  how: { choices: readonly T[]; reader: Reader },
): T | undefined => {
  const found = textAt(map, key);
  if (found === undefined) return undefined;
  const choice = how.choices.find((word) => word === found);
  if (choice === undefined)
    how.reader.report(
      `${key}: 应为 expected ${how.choices.join(', ')}`,
      { node: map.get(key, true) as Node },
      { expected: how.choices.join(', '), words: how.choices, found },
    );
  return choice;
};

/** A quoted text begins one character after its node. */
export const quoteOf = (node: Node | undefined): number =>
  isScalar(node) && (node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE') ? 1 : 0;

/** Parses an expression that stands at `key`; a mistake is reported at its own column. */
export const expressionAt = <T>(
  map: YAMLMap,
  key: string,
  how: { parse(source: string): T; reader: Reader },
): T | undefined => {
  const node = map.get(key, true) as Node | undefined;
  const source = textAt(map, key);
  if (source === undefined) return undefined;
  try {
    return how.parse(source);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    const found = source.slice(error.at).split(/[\s()]/)[0] ?? '';
    how.reader.report(
      `${key}: ${error.message}`,
      { node, offset: quoteOf(node) + error.at },
      { expected: error.expected, words: error.words, found },
    );
    return undefined;
  }
};
