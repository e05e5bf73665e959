import type { LanguageData } from './data.ts';
import {
  type CompiledPack,
  type CompileOptions,
  closestWord,
  compilePack,
  quickWarnings,
  regexWarnings,
} from './engine.ts';
import { outlineOf } from './outline.ts';
import { offsetOf, type Position, positionOf, type SourceRange, wordAround } from './position.ts';

export type Diagnostic = {
  severity: 'error' | 'warning';
  range: SourceRange;
  message: string;
  expected?: string;
  /** The closest right word: an editor offers it as a correction of the range. */
  suggestion?: string;
};

/** From a position to the end of its word, at least one character. */
const rangeAt = (source: string, position: Position): SourceRange => {
  const offset = offsetOf(source, position);
  const { to } = wordAround(source, offset);
  return {
    from: positionOf(source, offset),
    to: positionOf(source, Math.max(to, Math.min(offset + 1, source.length))),
  };
};

const crash = (source: string, error: unknown): Diagnostic => ({
  severity: 'error',
  range: rangeAt(source, { line: 1, column: 1 }),
  message: `读不懂这个规则包 the pack cannot be read: ${error instanceof Error ? error.message : String(error)}`,
});

const warnings = (source: string, pack: CompiledPack, lint: typeof quickWarnings): Diagnostic[] => {
  const outline = outlineOf(source);
  return lint(pack).map((warning) => {
    const offset =
      warning.label === undefined
        ? outline.rules.find(({ id }) => id === warning.rule)?.offset
        : outline.labels.find(({ name }) => name === warning.label)?.offset;
    const position = offset === undefined ? { line: warning.line, column: 1 } : positionOf(source, offset);
    return { severity: warning.level, range: rangeAt(source, position), message: warning.message };
  });
};

/** Items that the catalogue does not hold: legal, and nearly always a slip of the pen. */
const unknownItems = (source: string, pack: CompiledPack, items: LanguageData['items']): Diagnostic[] => {
  if (items === undefined) return [];
  const ids = items.map(({ id }) => id);
  return pack.rules
    .filter((rule) => pack.own.rules.includes(rule.id) && rule.item !== rule.id && !ids.includes(rule.item))
    .map((rule) => {
      const suggestion = closestWord(rule.item, ids);
      const start = offsetOf(source, { line: rule.line, column: 1 });
      const at = source.indexOf(rule.item, start);
      return {
        severity: 'warning',
        range: rangeAt(source, positionOf(source, at < 0 ? start : at)),
        message: `质检项目录里没有 the catalogue has no item "${rule.item}"`,
        ...(suggestion === undefined ? {} : { suggestion }),
      };
    });
};

/** Errors as one types, and the linter's quick warnings when it compiles. Never throws. */
export const diagnose = (source: string, options: CompileOptions & Pick<LanguageData, 'items'>): Diagnostic[] => {
  try {
    const result = compilePack(source, options);
    if (result.ok) {
      return [...warnings(source, result.pack, quickWarnings), ...unknownItems(source, result.pack, options.items)];
    }
    return result.errors.map((error) => ({
      severity: 'error',
      range: rangeAt(source, error),
      message: error.message,
      ...(error.expected === undefined ? {} : { expected: error.expected }),
      ...(error.suggestion === undefined ? {} : { suggestion: error.suggestion }),
    }));
  } catch (error) {
    return [crash(source, error)];
  }
};

/** What the linter says of regular expressions. May take seconds: run it aside, when the typing has stopped. */
export const diagnoseRegexes = (source: string, options: CompileOptions): Diagnostic[] => {
  try {
    const result = compilePack(source, options);
    return result.ok ? warnings(source, result.pack, regexWarnings) : [];
  } catch {
    return [];
  }
};
