import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parseCondition } from '../condition.ts';
import { testPack } from '../pack-test.ts';
import { compilePack, parsePattern } from './engine.ts';

const page = (name: string) => readFileSync(new URL(`../../../docs/${name}`, import.meta.url), 'utf8');
const opener = /^\(?(agent|customer|anyone|event|state|measure|silence|count|overall|step) ?[^:;]*$/;
/** Expressions in backticks in the rows of a table. */
const snippets = (text: string): string[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .flatMap((line) => [...line.matchAll(/`([^`]+)`/g)].map((m) => (m[1] as string).replaceAll('\\|', '|')));

test('the cheat sheet: its pack passes its tests, every snippet is read', () => {
  const sheet = page('guide/rules-cheatsheet.zh.md');
  const [, source = ''] = /```yaml\n([\s\S]*?)```/.exec(sheet) ?? [];
  const result = compilePack(source, { file: 'cheatsheet' });
  assert.ok(result.ok, JSON.stringify(result));
  assert.deepEqual(
    testPack(result.pack).filter((r) => !r.ok),
    [],
  );
  const patterns = snippets(sheet);
  assert.ok(patterns.length >= 25, String(patterns.length));
  for (const text of patterns) assert.doesNotThrow(() => parsePattern(text), text);
  for (const text of [
    'level(productLevel) > level(customerLevel)',
    'hour(callStartLocal) >= 22',
    'channel in [phone, video]',
    'has(x)',
  ]) {
    assert.ok(sheet.includes(text));
    parseCondition(text);
  }
});
test('the table of operators: every clause in it is read', () => {
  const clauses = snippets(page('reference/operators.md')).filter(
    (text) => opener.test(text) && text.includes(' ') && !text.includes('…'),
  );
  assert.ok(clauses.length >= 25, String(clauses.length));
  for (const text of clauses) assert.doesNotThrow(() => parsePattern(text), text);
});
