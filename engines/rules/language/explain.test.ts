import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Conversation, Turn } from '@mingjian/timeline';
import { type CompiledPack, compilePack, parsePattern } from './engine.ts';
import { type ExplainNode, explainTree, nodesOf } from './index.ts';
import { printPattern } from './print.ts';

const source = `pack: t@1.0.0
labels:
  promise: {any: [保本], not: [不保本]}
  gain: {any: [收益]}
  clear: {any: [清楚吗]}
  slip: {any: [说错了]}
rules:
  - {id: P, if: customerAge >= 60, forbid: agent asserts promise, unless: agent says slip within 2 turns}
  - {id: A, after: agent says clear, require: customer answers yes within 1 turns}
  - {id: W, require: "agent says promise in [0s, 10s]"}
  - {id: O, forbid: agent says (promise near 4 gain) or customer says slip}
  - {id: F, forbid: state face.out for > 3s}
  - {id: V, forbid: agent says promise where rate > 9}
`;
const compiled = (text: string): CompiledPack => {
  const result = compilePack(text, { file: 't.yaml' });
  assert.ok(result.ok, JSON.stringify(result));
  return result.pack;
};
const pack = compiled(source);
const talk = (...lines: [Turn['role'], string][]): Conversation => ({
  id: 'c',
  fields: { customerAge: 70 },
  turns: lines.map(([role, text], i) => ({ role, text, startMs: i * 5000, endMs: i * 5000 + 2000 })),
});
const told = (rule: string, conversation: Conversation) => {
  const tree = explainTree(pack, rule, conversation);
  const nodes = nodesOf(tree.root);
  const find = (id: string): ExplainNode =>
    nodes.find((node) => node.id === id) ?? assert.fail(`${id} is not among ${nodes.map((n) => n.id)}`);
  return { ...tree, find, failed: tree.failed === undefined ? undefined : find(tree.failed) };
};

test('a violation: every node true, with turns and characters', () => {
  const { root, failed, find } = told('P', talk(['agent', '这个保本']));
  assert.equal(root.truth, 'true');
  assert.equal(find('rule/if').truth, 'true');
  assert.deepEqual(find('rule/target').at[0]?.chars, [2, 4]);
  assert.equal(find('rule/unless').truth, 'false');
  assert.equal(failed, undefined);
});
test('which condition failed: the words, the speaker, the way of saying, the field, the excuse', () => {
  const failing = (...lines: [Turn['role'], string][]) => told('P', talk(...lines)).failed;
  const words = failing(['agent', '这个宝本']);
  assert.equal(words?.kind, 'words');
  assert.match(words?.nearest?.why.zh ?? '', /#0「这个宝本」，像「保本」/);
  const who = failing(['customer', '这个保本']);
  assert.equal(`${who?.title.en} ${who?.text}`, 'By whom agent');
  assert.match(who?.nearest?.why.zh ?? '', /由 customer 说/);
  const how = failing(['agent', '您问保本吗？']);
  assert.match(how?.nearest?.why.zh ?? '', /是提问/);
  assert.equal(how?.nearest?.at?.turns?.[0], 0);
  assert.equal(told('P', { ...talk(['agent', '保本']), fields: { customerAge: 40 } }).failed?.id, 'rule/if');
  assert.equal(failing(['agent', '保本'], ['agent', '说错了'])?.id, 'rule/unless');
});
test('an answer that came too late: anchor and answer true, their order false, and by how much', () => {
  const { root, failed, find } = told('A', talk(['agent', '清楚吗'], ['agent', '嗯'], ['customer', '清楚']));
  assert.equal(root.truth, 'true');
  assert.equal(find('rule/anchor').truth, 'true');
  assert.equal(find('rule/target').truth, 'true');
  assert.equal(failed?.kind, 'relation');
  assert.match(failed?.nearest?.why.zh ?? '', /之后 2 轮/);
  assert.equal(told('A', talk(['agent', '清楚吗'], ['customer', '清楚'])).failed, undefined);
  assert.match(told('A', talk(['agent', '清楚吗'], ['customer', '不清楚'])).failed?.text ?? '', /answers yes/);
});
test('said outside the window', () => {
  const { failed } = told('W', talk(['agent', '您好'], ['agent', '嗯'], ['agent', '嗯'], ['agent', '保本']));
  assert.equal(failed?.text, 'in [0s, 10s]');
  assert.equal(failed?.nearest?.at?.turns?.[0], 3);
});
test('labels together, and one branch of an or', () => {
  const { root, find } = told('O', talk(['agent', '保本'], ['agent', '有收益']));
  assert.equal(root.truth, 'false');
  const labels = nodesOf(find('rule/target')).filter((node) => node.title.en === 'Label');
  assert.deepEqual(
    labels.map((node) => `${node.text} ${node.truth}`),
    ['promise true', 'gain true', 'slip false'],
  );
  assert.equal(nodesOf(find('rule/target')).find((node) => node.title.en === 'Labels together')?.truth, 'false');
});
test('what was not measured is unknown, with the reason', () => {
  const { root, find } = told('F', talk(['agent', '您好']));
  assert.equal(root.truth, 'unknown');
  assert.match(find('rule/target').reason ?? '', /face/);
  const unsaid = told('P', { id: 'c', turns: [{ role: 'agent', text: '保本' }] });
  assert.match(unsaid.find('rule/if').reason ?? '', /customerAge/);
  assert.equal(told('V', { id: 'c', turns: [{ role: 'agent', text: '保本' }] }).root.truth, 'unknown');
});
test('the tree agrees with the engine on every rule, and an unknown rule is refused', () => {
  const conversation = talk(['agent', '保本收益清楚吗'], ['customer', '不清楚'], ['customer', '说错了']);
  for (const rule of pack.rules) {
    const { root, findings } = explainTree(pack, rule.id, conversation);
    const violated = findings.some((f) => f.verdict === 'violated');
    assert.equal(root.truth === 'true', violated, rule.id);
  }
  assert.throws(() => explainTree(pack, 'NONE', conversation), /NONE/);
});
test('patterns print as they are read', () => {
  const patterns = [
    'agent asserts promise',
    'agent|system says (a near 40 b) within 2 turns',
    'customer answers yes|no within 10s',
    'state face.out(customer) for > 3s during step(signature)',
    'silence > 15s unless step(signature|ocr)',
    'count(agent says um) >= 2 per 1min',
    'measure media.av_offset where value > 150',
    'event interrupt by agent in first 3 turns',
    'agent says a in [0s, 30s] where rate > 5 and score >= 0.7',
    '(agent says a and customer speaks)',
    '(agent says a and not customer says b)',
    'agent says a then customer answers no within 2 turns',
    'agent says (a before 10 b) within 3 turns before',
    'agent says 2 of (a, b, c) in turns [0, 3]',
    'agent says a in last 10 %',
    'agent says a in first 2 turns of agent during step(x)',
    'agent covers (a, b, c) >= 2 in order',
    'agent repeats >= 3 similar 0.8',
    'customer states money differing field amount',
    'customer states money matching agent',
    'silence > 5s after customer before agent',
    'overall pace(agent) > 5',
    'overall duration > 30min',
  ];
  for (const text of patterns)
    assert.deepEqual(parsePattern(printPattern(parsePattern(text))), parsePattern(text), text);
});

test('sequences, absence, coverage and figures of the whole are explained by their parts', () => {
  const wide = compiled(`pack: w@1.0.0
labels: {a: {any: [甲]}, b: {any: [乙]}, c: {any: [丙]}}
rules:
  - {id: T, forbid: agent says a then customer says b}
  - {id: N, forbid: agent says a and not customer says b}
  - {id: C, require: "agent covers (a, b, c) >= 2"}
  - {id: O, forbid: overall pace(agent) > 50}
`);
  const conversation = talk(['agent', '甲'], ['customer', '丙']);
  const of = (rule: string) => {
    const { root, findings, failed } = explainTree(wide, rule, conversation);
    assert.equal(
      root.truth === 'true',
      findings.some((f) => f.verdict === 'violated'),
      rule,
    );
    return { root, failed: nodesOf(root).find((node) => node.id === failed) };
  };
  assert.equal(of('T').failed?.text, 'b');
  assert.equal(of('N').root.truth, 'true');
  assert.ok(nodesOf(of('N').root).some((node) => node.text.startsWith('not ') && node.truth === 'true'));
  assert.equal(of('C').root.truth, 'true');
  assert.equal(of('O').root.truth, 'false');
});
