import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compilePack } from '@mingjian/rules';
import { explainTree } from '@mingjian/rules/language/index.ts';
import { treeLines } from './explain-text.ts';

test('the tree says per node whether it was true, where, and which one failed', () => {
  const source =
    'pack: t@1.0.0\nlabels:\n  notice: {any: [全程录音录像]}\nrules:\n  - {id: R, require: agent says notice}\n';
  const compiled = compilePack(source, { file: 't.yaml' });
  assert.ok(compiled.ok);
  const explained = (text: string) =>
    treeLines(explainTree(compiled.pack, 'R', { id: 'c', turns: [{ role: 'agent', text }] }));
  const missed = explained('今天全程录像').join('\n');
  assert.match(missed, /✗ 标签 {2}notice {2}← 就差这一条/);
  assert.match(missed, /… 最接近 #0「今天全程录像」/);
  const said = explained('今天全程录音录像').join('\n');
  assert.match(said, /✓ 标签 {2}notice {2}#0「全程录音录像」/);
  assert.doesNotMatch(said, /就差这一条/);
});
