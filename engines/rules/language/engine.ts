/**
 * The one place where the language service leans on the compiler and evaluator: it asks them instead of repeating what
 * they know, so that a new key or operator of the language is offered and explained without a change here.
 */
import type { Conversation } from '@mingjian/timeline';
import { type CompileOptions, compilePack } from '../compile.ts';
import { judgeCondition, parseCondition, type Truth } from '../condition.ts';
import { evaluateConversation } from '../evaluate.ts';
import { ExpressionError } from '../expression.ts';
import type { Finding } from '../finding.ts';
import { type LintWarning, lintPack } from '../lint.ts';
import {
  type CompiledPack,
  type CompiledRule,
  type Condition,
  type LabelExpr,
  type Mods,
  type Pattern,
  verbs,
} from '../model.ts';
import { labelsOf, parsePattern } from '../pattern.ts';

export { closestWord } from '../nearest-word.ts';
export {
  type CompiledPack,
  type CompiledRule,
  type CompileOptions,
  type Condition,
  compilePack,
  type Finding,
  type LabelExpr,
  type Mods,
  type Pattern,
  parsePattern,
  verbs,
};

export type Level = 'pack' | 'label' | 'rule' | 'test';
const probes: Record<Level, string> = {
  pack: 'pack: a@1.0.0\n§: 1\n',
  label: 'pack: a@1.0.0\nlabels:\n  x: {any: [甲], §: 1}\n',
  rule: 'pack: a@1.0.0\nlabels: {x: {any: [甲]}}\nrules:\n  - {id: R, forbid: agent says x, §: 1}\n',
  test: 'pack: a@1.0.0\ntests:\n  - {name: a, events: [], expect: [], §: 1}\n',
};
const known = new Map<Level, string[]>();

/** The keys that the compiler accepts at a level, as its own error message lists them. */
export const keysAt = (level: Level): string[] => {
  const cached = known.get(level);
  if (cached !== undefined) return cached;
  const result = compilePack(probes[level], { file: 'probe' });
  const refusal = result.ok ? undefined : result.errors.find((error) => error.message.includes('§'));
  const keys = (refusal?.expected ?? '').split(', ').filter((key) => key !== '');
  known.set(level, keys);
  return keys;
};

/** What the parser says may stand behind a beginning of an expression: single words, or what it calls them. */
export const continuationsOf = (
  kind: 'pattern' | 'condition',
  beginning: string,
): { expected: string; words: readonly string[] } => {
  try {
    // A word that no grammar holds: the parser refuses it and says what it wanted there.
    (kind === 'pattern' ? parsePattern : parseCondition)(`${beginning} \u3007`);
  } catch (error) {
    if (error instanceof ExpressionError) return { expected: error.expected, words: error.words };
  }
  return { expected: '', words: [] };
};

/** Linter warnings; patterns are left to `regexWarnings`, since checking one may take long. */
export const quickWarnings = (pack: CompiledPack): LintWarning[] => {
  const readable = pack.labels.filter((label) => label.regex.length === 0);
  return lintPack({ ...pack, labels: readable });
};
/** What the linter says of the labels that hold a regex: seconds, in the worst case. */
export const regexWarnings = (pack: CompiledPack): LintWarning[] =>
  lintPack({ ...pack, labels: pack.labels.filter((label) => label.regex.length > 0) }).filter(
    (warning) => warning.label !== undefined,
  );

export const truthOf = (condition: Condition, conversation: Conversation): Truth =>
  judgeCondition(condition, {
    ...conversation.fields,
    ...(conversation.product === undefined ? {} : { product: conversation.product }),
  });

const meaningsOf = (pack: CompiledPack, pattern: Pattern): string[] => {
  const needed = new Set(pack.rules.flatMap((rule) => rule.meanings));
  return labelsOf(pattern).filter((name) => needed.has(name));
};

/** A rule that is violated each time that a pattern comes true, and undecidable where nobody knows. */
export const probeRule = (pack: CompiledPack, id: string, pattern: Pattern): CompiledRule => ({
  id,
  item: id,
  line: 1,
  shape: 'forbid',
  atLeastOnce: false,
  meanings: meaningsOf(pack, pattern),
  severity: 'info',
  message: '',
  target: pattern,
});

/** Judges made-up rules with the labels of a pack, all in one pass over the conversation: id → findings. */
export const judgeAll = (
  pack: CompiledPack,
  rules: readonly CompiledRule[],
  conversation: Conversation,
): ReadonlyMap<string, Finding[]> => {
  const names = new Set(
    rules.flatMap((r) => [r.anchor, r.target, r.unless].flatMap((p) => (p === undefined ? [] : labelsOf(p)))),
  );
  const small: CompiledPack = {
    ...pack,
    needs: 'words',
    rules: [...rules],
    labels: pack.labels.filter((label) => names.has(label.name)),
  };
  const byRule = new Map<string, Finding[]>(rules.map((rule) => [rule.id, []]));
  for (const finding of evaluateConversation(conversation, [small]).findings) byRule.get(finding.rule)?.push(finding);
  return byRule;
};
