import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import type { Fact } from '@mingjian/timeline';
import {
  type CompiledPack,
  compilePack,
  evaluateConversation,
  lintPack,
  polarityOf,
  sha256Hex,
  testPack,
} from './index.ts';

const compiled = (source: string): CompiledPack => {
  const result = compilePack(source, { file: 'test.yaml' });
  assert.ok(result.ok, JSON.stringify(result));
  return result.pack;
};

const packSource = `
pack: sample@1.0.0
labels:
  promise: {any: [保本]}
  yes: {any: [清楚]}
  notice: {fuzzy: [本产品不保证本金和收益]}
  bye: {any: [再见]}
  slip: {any: [说错了]}
rules:
  - {id: P, forbid: "agent says promise", unless: "agent says slip within 2 turns"}
  - {id: N, after: "agent says notice", require: "customer says yes within 5s", at_least_once: true}
  - {id: B, require: "agent says bye in last 2 turns", severity: minor}
  - {id: F, forbid: "state face.out for > 3s"}
  - {id: O, before: "agent says promise", require: "agent says notice"}
  - {id: C, forbid: "count(agent says promise) >= 2"}
  - {id: S, forbid: "silence > 4s", severity: minor}
  - {id: A, after: "customer says slip", forbid: "agent says promise within 3s"}
`;

test('a mistake in a pack names the line, the column and the closest right word', () => {
  const result = compilePack(
    'pack: a@1.0.0\nlabels:\n  x: {any: [保本]}\nrules:\n  - id: R\n    forbid: agent sayss x\n',
    { file: 'a.yaml' },
  );
  assert.ok(!result.ok);
  const [error] = result.errors;
  assert.equal(`${error?.file}:${error?.line}:${error?.column} ${error?.suggestion}`, 'a.yaml:6:19 says');
});
test('an unknown key and an unknown label are refused with a suggestion', () => {
  const result = compilePack(
    'pack: a@1.0.0\nlabels:\n  promise: {anny: [保本]}\nrules:\n  - {id: R, forbid: agent says promiss}\n',
    { file: 'a.yaml' },
  );
  assert.ok(!result.ok);
  assert.deepEqual(
    result.errors.map((e) => e.suggestion),
    ['any', 'promise'],
  );
});
test('an unknown label is marked where it stands, in quotes too', () => {
  const head = 'pack: a@1.0.0\nlabels:\n  promise: {any: [保本]}\nrules:\n';
  for (const [rule, column] of [
    ['  - id: R\n    forbid: agent says promiss\n', 24],
    ['  - id: R\n    forbid: "agent says promiss"\n', 25],
  ] as const) {
    const result = compilePack(head + rule, { file: 'a.yaml' });
    assert.ok(!result.ok);
    assert.deepEqual(
      [result.errors[0]?.line, result.errors[0]?.column, result.errors[0]?.suggestion],
      [6, column, 'promise'],
    );
  }
});
test('the linter: no literal, eaten word, unused label, no tests, windows without an end', () => {
  const pack = compiled(
    [
      'pack: a@1.0.0',
      'labels:',
      '  eaten: {any: [不保本], not: [保本]}',
      '  loose: {regex: ["[^a]{3}"]}',
      '  spare: {any: [多余]}',
      '  fine: {regex: ["保证.{0,8}收益"], any: [稳赚]}',
      'rules:',
      '  - {id: R, forbid: agent says eaten or agent says loose}',
      '  - {id: U, after: agent says fine, require: customer answers yes}',
      '  - {id: N, forbid: count(agent says fine) >= 2}',
    ].join('\n'),
  );
  const told = lintPack(pack).map((w) => `${w.line} ${w.level} ${w.label ?? w.rule} ${w.message.split(' ')[0]}`);
  assert.deepEqual(told, [
    '3 error eaten 被自己的',
    '4 warning loose 正则没有必需的词，每句话都要跑一遍',
    '8 warning R 缺少用例',
    '9 warning U 缺少用例',
    '9 warning U 没有期限，录音结束才能判',
    '10 warning N 缺少用例',
    '10 warning N 次数没有时间窗',
    '5 warning spare 没有规则用到这个标签',
  ]);
});
test('a regex that explodes is refused when the pack is read', () => {
  const result = compilePack('pack: a@1.0.0\nlabels:\n  x: {regex: ["(a+)+b"]}\nrules: []\n', { file: 'a.yaml' });
  assert.ok(!result.ok);
  assert.match(result.errors[0]?.message ?? '', /ways to match/);
});
test('a regex outside the subset is an error with its place', () => {
  const result = compilePack('pack: a@1.0.0\nlabels:\n  x: {regex: ["(?=a)b"]}\nrules: []\n', { file: 'a.yaml' });
  assert.ok(!result.ok);
  assert.equal(result.errors[0]?.line, 3);
  assert.match(result.errors[0]?.message ?? '', /lookaround/);
});
test('the hash is SHA-256', () => {
  for (const text of ['', 'abc', '明鉴'.repeat(100)])
    assert.equal(sha256Hex(text), createHash('sha256').update(text).digest('hex'));
});
test('answers: denial first, vagueness seen, a denial that means yes', () => {
  const cases = {
    清楚: 'yes',
    不清楚: 'no',
    '嗯……应该吧': 'vague',
    没问题: 'yes',
    '': 'vague',
    '同意，录吧': 'yes',
    没听清: 'no',
  };
  for (const [said, want] of Object.entries(cases)) assert.equal(polarityOf(said), want, said);
});

const verdictOf = (rule: string, conversation: Parameters<typeof evaluateConversation>[0]): string =>
  evaluateConversation(conversation, [compiled(packSource)]).findings.find((f) => f.rule === rule)?.verdict ?? 'absent';

test('speakers not told apart, times absent, extracts: undecidable with the reason', () => {
  assert.equal(verdictOf('P', { id: '1', turns: [{ role: 'unknown', text: '这个保本' }] }), 'undecidable');
  assert.equal(verdictOf('P', { id: '1', turns: [{ role: 'unknown', text: '你好' }] }), 'satisfied');
  assert.equal(verdictOf('S', { id: '1', turns: [{ role: 'agent', text: '你好' }] }), 'undecidable');
  assert.equal(verdictOf('B', { id: '1', scope: 'extract', turns: [{ role: 'agent', text: '你好' }] }), 'undecidable');
  assert.equal(verdictOf('F', { id: '1', turns: [{ role: 'agent', text: '你好' }] }), 'undecidable');
});
test('a miss says what was looked for, where, and what came nearest', () => {
  const turns = [{ role: 'agent' as const, text: '本产品可能不保证收益', startMs: 0, endMs: 3000 }];
  const miss = evaluateConversation({ id: '1', turns }, [compiled(packSource)]).findings.find((f) => f.rule === 'N');
  assert.equal(miss?.verdict, 'violated');
  assert.equal(miss?.missing?.nearest?.turn, 0);
  assert.deepEqual(miss?.missing?.window, [0, 3000]);
});
test('a meaning label is undecidable without its facts, and judged with them', () => {
  const pack = compiled('pack: m@1.0.0\nlabels:\n  x: {like: promise}\nrules:\n  - {id: R, forbid: agent says x}\n');
  const turns = [{ role: 'agent' as const, text: '您放心', startMs: 0, endMs: 1000 }];
  const score: Fact = {
    id: 'm',
    seq: 9,
    t: 500,
    of: 't0',
    kind: 'event',
    name: 'label.score',
    value: 'promise',
    score: 0.9,
    source: 'server',
    detector: 'meaning',
  };
  const verdict = (facts: Fact[]) => evaluateConversation({ id: '1', turns, facts }, [pack]).findings[0]?.verdict;
  assert.equal(verdict([]), 'undecidable');
  assert.equal(verdict([score]), 'violated');
  assert.equal(verdict([{ ...score, score: 0.1 }]), 'satisfied');
});
test('tests in a pack can fail', () => {
  const pack = compiled(`${packSource}tests:\n  - {name: wrong, only: [P], events: ["agent: 这个保本"], expect: []}\n`);
  assert.deepEqual(
    testPack(pack).map((r) => r.unexpected),
    [['P']],
  );
});

test('a citation written once and named again is that of both rules', () => {
  const pack = compiled(
    'pack: c@1.0.0\nlabels:\n  x: {any: [保本]}\nrules:\n  - {id: A, forbid: agent says x, citation: &one {regulation: 办法, grade: B}}\n  - {id: B, forbid: agent says x, citation: *one}\n',
  );
  assert.deepEqual(
    pack.rules.map((rule) => rule.citation?.regulation),
    ['办法', '办法'],
  );
});
