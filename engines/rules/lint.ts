import { checkSync } from 'recheck';
import type { CompiledPack } from './model.ts';

export type LintWarning = {
  file: string;
  line: number;
  rule?: string;
  label?: string;
  level: 'error' | 'warning';
  message: string;
};

/** Tests that must raise a rule, and tests that must not though they look at it. */
const coverage = (pack: CompiledPack, id: string): { positive: boolean; negative: boolean } => ({
  positive: pack.tests.some((test) => test.expect.includes(id)),
  negative: pack.tests.some((test) => !test.expect.includes(id) && (test.only === undefined || test.only.includes(id))),
});

/** What compiles and is still unwise: slow regexes (error), labels without a literal, rules without tests, labels eaten by their `not`. */
export const lintPack = (pack: CompiledPack): LintWarning[] => {
  const out: LintWarning[] = [];
  const label = (name: string, level: LintWarning['level'], message: string): void =>
    void out.push({ file: pack.file, line: 1, label: name, level, message });
  for (const spec of pack.labels.filter((l) => pack.own.labels.includes(l.name))) {
    for (const source of spec.regex) {
      const status = checkSync(source, '').status;
      if (status !== 'safe')
        label(spec.name, 'error', `正则可能很慢 the regex may take exponential time (${status}): ${source}`);
    }
    const short = spec.any.filter((word) => word.length < 2);
    if (short.length > 0)
      label(spec.name, 'warning', `单字词容易误报 one-character words match too much: ${short.join(' ')}`);
    const eaten = spec.any.filter((word) => spec.not.some((no) => word.includes(no)));
    if (eaten.length > 0)
      label(spec.name, 'error', `被自己的 not 抵消，永远不会命中 cancelled by its own not: ${eaten.join(' ')}`);
    const words = spec.any.length + spec.seq.length + spec.fuzzy.length + spec.regex.length;
    if (words === 0 && spec.like === undefined) label(spec.name, 'error', '没有任何词 has no words');
  }
  for (const rule of pack.rules.filter((r) => pack.own.rules.includes(r.id))) {
    const { positive, negative } = coverage(pack, rule.id);
    const lacks = [...(positive ? [] : ['正例 positive']), ...(negative ? [] : ['反例 negative'])];
    if (lacks.length > 0)
      out.push({
        file: pack.file,
        line: rule.line,
        rule: rule.id,
        level: 'warning',
        message: `缺少用例 no test: ${lacks.join('、')}`,
      });
  }
  return out;
};
