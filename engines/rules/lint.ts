import { checkRegex, type LabelSpec, regexCost } from '@mingjian/matching';
import { checkSync } from 'recheck';
import type { CompiledPack, CompiledRule } from './model.ts';
import { labelsOf } from './pattern.ts';

export type LintWarning = {
  file: string;
  line: number;
  rule?: string;
  label?: string;
  level: 'error' | 'warning';
  message: string;
};
type Remark = { level: LintWarning['level']; message: string };
const error = (message: string): Remark => ({ level: 'error', message });
const warning = (message: string): Remark => ({ level: 'warning', message });

const regexRemarks = (source: string): Remark[] => {
  const check = checkRegex(source);
  if (!check.ok) return [error(`正则不可用 the regex cannot be used: ${source} — ${check.reason}`)];
  const { status } = checkSync(source, '');
  if (status !== 'safe') return [error(`正则可能很慢 the regex may take exponential time (${status}): ${source}`)];
  const cost = regexCost(source);
  if (cost.matchesEmpty) return [error(`正则能匹配空文本 the regex matches nothing at all: ${source}`)];
  return cost.hasRequiredLiteral
    ? []
    : [
        warning(
          `正则没有必需的词，每句话都要跑一遍 the regex has no required literal and runs on every turn: ${source}`,
        ),
      ];
};

const isSpoken = (spec: LabelSpec): boolean =>
  spec.any.length + spec.seq.length + spec.fuzzy.length + spec.regex.length > 0;

const labelRemarks = (spec: LabelSpec): Remark[] => {
  const out = spec.regex.flatMap(regexRemarks);
  const short = spec.any.filter((word) => word.length < 2);
  if (short.length > 0) out.push(warning(`单字词容易误报 one-character words match too much: ${short.join(' ')}`));
  const eaten = spec.any.filter((word) => spec.not.some((no) => word.includes(no)));
  if (eaten.length > 0) out.push(error(`被自己的 not 抵消，永远不会命中 cancelled by its own not: ${eaten.join(' ')}`));
  const eatenPhrases = spec.fuzzy.filter((phrase) => spec.not.some((no) => phrase.includes(no)));
  if (eatenPhrases.length > 0) out.push(error(`被自己的 not 抵消 cancelled by its own not: ${eatenPhrases.join(' ')}`));
  if (!isSpoken(spec) && spec.like === undefined) out.push(error('没有任何词 has no words'));
  return out;
};

/** Tests that must raise a rule, and tests that must not though they look at it. */
const coverage = (pack: CompiledPack, id: string): { positive: boolean; negative: boolean } => ({
  positive: pack.tests.some((test) => test.expect.includes(id)),
  negative: pack.tests.some((test) => !test.expect.includes(id) && (test.only === undefined || test.only.includes(id))),
});

const ruleRemarks = (rule: CompiledRule, pack: CompiledPack): Remark[] => {
  const out: Remark[] = [];
  const { positive, negative } = coverage(pack, rule.id);
  const lacks = [...(positive ? [] : ['正例 positive']), ...(negative ? [] : ['反例 negative'])];
  if (lacks.length > 0) out.push(warning(`缺少用例 no test: ${lacks.join('、')}`));
  const within = rule.target !== undefined && 'mods' in rule.target ? rule.target.mods.within : undefined;
  if (rule.shape === 'after-require' && within === undefined)
    out.push(warning('没有期限，录音结束才能判 unbounded window: decided only at the end; add `within`'));
  if (rule.target?.k === 'count' && rule.target.perMs === undefined)
    out.push(warning('次数没有时间窗 unbounded window: the count runs over the whole recording; add `per`'));
  return out;
};

const unusedLabels = (pack: CompiledPack): string[] => {
  const used = new Set(
    pack.rules.flatMap((rule) =>
      [rule.anchor, rule.target, rule.unless].flatMap((p) => (p === undefined ? [] : labelsOf(p))),
    ),
  );
  return pack.own.labels.filter((name) => !used.has(name));
};

/**
 * What compiles and is still unwise: slow or unbounded regexes, labels without a literal or eaten by their `not`, rules without a
 * positive and a negative test, windows without an end. Only what stands in this file, not in a pack that it extends.
 */
export const lintPack = (pack: CompiledPack): LintWarning[] => {
  const { file } = pack;
  const lineOf = (name: string): number => pack.own.labelLines[name] ?? 1;
  const labels = pack.labels.filter((label) => pack.own.labels.includes(label.name));
  const isBase = pack.products.length === 0 && pack.rules.length === 0;
  return [
    ...labels.flatMap((spec) =>
      labelRemarks(spec).map((remark) => ({ file, line: lineOf(spec.name), label: spec.name, ...remark })),
    ),
    ...pack.rules
      .filter((rule) => pack.own.rules.includes(rule.id))
      .flatMap((rule) =>
        ruleRemarks(rule, pack).map((remark) => ({ file, line: rule.line, rule: rule.id, ...remark })),
      ),
    ...(isBase ? [] : unusedLabels(pack)).map((name) => ({
      file,
      line: lineOf(name),
      label: name,
      ...warning('没有规则用到这个标签 no rule uses this label'),
    })),
  ];
};
