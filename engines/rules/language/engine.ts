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
import { type CompiledPack, type CompiledRule, type Condition, type Pattern, verbs } from '../model.ts';
import { labelsOf, parsePattern } from '../pattern.ts';

export { closestWord } from '../nearest-word.ts';
export {
  type CompiledPack,
  type CompiledRule,
  type CompileOptions,
  type Condition,
  compilePack,
  labelsOf,
  type Pattern,
  parseCondition,
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
  lintPack({ ...pack, rules: [], labels: pack.labels.filter((label) => label.regex.length > 0) });

export const truthOf = (condition: Condition, conversation: Conversation): Truth =>
  judgeCondition(condition, {
    ...conversation.fields,
    ...(conversation.product === undefined ? {} : { product: conversation.product }),
  });

/** One pattern to be looked for everywhere, under an id of the asker's. */
export type Probe = { id: string; pattern: Pattern };

const probeRule = ({ id, pattern }: Probe): CompiledRule => ({
  id,
  item: id,
  line: 1,
  shape: 'forbid',
  atLeastOnce: false,
  meanings: [],
  severity: 'info',
  message: '',
  target: pattern,
});

/**
 * Judges a rule and, in the same pass over the conversation, every probe as if it were forbidden: each violation is one
 * time that the pattern came true, undecidable says why nobody knows.
 */
export const judgeWithProbes = (
  pack: CompiledPack,
  rule: CompiledRule,
  asked: { probes: readonly Probe[]; conversation: Conversation },
): { own: Finding[]; of(id: string): Finding[] } => {
  const rules = [rule, ...asked.probes.map(probeRule)];
  const names = new Set(
    rules.flatMap((r) => [r.anchor, r.target, r.unless].flatMap((p) => (p === undefined ? [] : labelsOf(p)))),
  );
  const small: CompiledPack = { ...pack, needs: 'words', rules, labels: pack.labels.filter((l) => names.has(l.name)) };
  const { findings } = evaluateConversation(asked.conversation, [small]);
  return {
    own: findings.filter((finding) => finding.rule === rule.id),
    of: (id) => findings.filter((finding) => finding.rule === id),
  };
};
