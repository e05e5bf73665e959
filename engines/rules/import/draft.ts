import { stringify } from 'yaml';
import { compilePack } from '../compile.ts';
import { evaluateConversation } from '../evaluate.ts';
import type { CompiledPack } from '../model.ts';
import { conversationOf, testPack } from '../pack-test.ts';

export type Lost = { where: string; what: string; why: string };
export type Carried = { rule: string; from: string; note?: string };
export type Imported = { packYaml: string; carried: Carried[]; lost: Lost[] };

/** Turns of a made-up conversation that make one part of a rule true. */
export type Witness = { role: string; text: string; seconds?: number; pauseSeconds?: number };
export type DraftRule = {
  id: string;
  from: string;
  note?: string;
  body: Record<string, unknown>;
  witnesses: Witness[];
};
export type Draft = {
  name: string;
  title: string;
  labels: Record<string, Record<string, unknown>>;
  rules: DraftRule[];
  lost: Lost[];
};

const eventsOf = (witnesses: readonly Witness[]): string[] => {
  let t = 2;
  const lines = ['0-1 agent: 您好', '1-2 customer: 您好'];
  for (const { role, text, seconds = Math.max(2, Math.ceil(text.length / 3)), pauseSeconds = 0 } of witnesses) {
    t = Math.max(2, t + pauseSeconds);
    lines.push(`${t}-${t + seconds} ${role}: ${text}`);
    t += seconds;
  }
  return [...lines, `${t}-${t + 1} agent: 再见`];
};

/** Which of the witnesses speak, in order and reversed: enough to bring about and to avoid a rule. */
const choices = (witnesses: readonly Witness[]): Witness[][] => {
  const out: Witness[][] = [];
  const most = witnesses.slice(0, 7);
  for (let mask = 1; mask < 2 ** most.length; mask++) {
    const chosen = most.filter((_, i) => (mask & (1 << i)) !== 0);
    out.push(chosen);
    if (chosen.length > 1) out.push([...chosen].reverse());
  }
  return [...out, []];
};

const packText = (draft: Draft, rules: readonly Record<string, unknown>[], tests: readonly object[]): string =>
  stringify(
    {
      pack: `${draft.name}@1.0.0`,
      title: draft.title,
      ...(Object.keys(draft.labels).length === 0 ? {} : { labels: draft.labels }),
      rules,
      ...(tests.length === 0 ? {} : { tests }),
    },
    { lineWidth: 0 },
  );

const compiled = (text: string): CompiledPack => {
  const result = compilePack(text, { file: 'imported' });
  if (!result.ok) throw new Error(result.errors.map((e) => `${e.line}:${e.column} ${e.message}`).join('; '));
  return result.pack;
};

/** A test that raises the rule and one that does not, found by trying; undefined where none was found. */
const testsFor = (pack: CompiledPack, rule: DraftRule): object[] | undefined => {
  const test = (name: string, expect: string[], chosen: Witness[]) => ({
    name: `${rule.id} ${name}`,
    only: [rule.id],
    expect,
    events: eventsOf(chosen),
  });
  const found: { bad?: object; good?: object } = {};
  for (const chosen of choices(rule.witnesses)) {
    const raw = { ...test('', [], chosen), line: 1, fields: {}, undecidable: [] };
    const { findings } = evaluateConversation(conversationOf(raw), [pack]);
    const verdicts = findings.map((f) => f.verdict);
    if (verdicts.includes('violated')) found.bad ??= test('违规 violated', [rule.id], chosen);
    else if (!verdicts.includes('undecidable')) found.good ??= test('不违规 not violated', [], chosen);
    if (found.bad !== undefined && found.good !== undefined) return [found.bad, found.good];
  }
  return undefined;
};

/** Labels that a rule's text uses. */
const usedLabels = (draft: Draft, rules: readonly DraftRule[]): Draft['labels'] => {
  const text = JSON.stringify(rules.map((rule) => rule.body));
  return Object.fromEntries(Object.entries(draft.labels).filter(([name]) => new RegExp(`\\b${name}\\b`).test(text)));
};

/** Writes the pack: only rules that compile and that a made-up conversation can both raise and leave alone. */
export const finishDraft = (draft: Draft): Imported => {
  const kept: DraftRule[] = [];
  const tests: object[] = [];
  const lost = [...draft.lost];
  for (const rule of draft.rules) {
    const alone = { ...draft, labels: usedLabels(draft, [rule]) };
    try {
      const found = testsFor(compiled(packText(alone, [{ id: rule.id, ...rule.body }], [])), rule);
      if (found === undefined)
        lost.push({
          where: rule.from,
          what: JSON.stringify(rule.body),
          why: '造不出正反用例，未写入规则包 no test raises it and no test leaves it alone, so it was left out',
        });
      else {
        kept.push(rule);
        tests.push(...found);
      }
    } catch (error) {
      lost.push({
        where: rule.from,
        what: JSON.stringify(rule.body),
        why: `编译不过 does not compile: ${(error as Error).message}`,
      });
    }
  }
  const final = { ...draft, labels: usedLabels(draft, kept) };
  const packYaml = packText(
    final,
    kept.map((rule) => ({ id: rule.id, ...rule.body })),
    tests,
  );
  if (kept.length > 0) {
    const failing = testPack(compiled(packYaml)).filter((result) => !result.ok);
    if (failing.length > 0)
      throw new Error(
        `导入的规则包自测不过 the imported pack fails its tests: ${failing.map((f) => f.name).join(', ')}`,
      );
  }
  return {
    packYaml,
    carried: kept.map((rule) => ({
      rule: rule.id,
      from: rule.from,
      ...(rule.note === undefined ? {} : { note: rule.note }),
    })),
    lost,
  };
};
