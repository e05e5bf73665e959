import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { lessonsOf } from './lessons.ts';
import { labelledOf, onlyMarked, type Reviewed, readReviewed } from './reviewed.ts';

const dir = mkdtempSync(join(tmpdir(), 'mj-reviewed-'));
after(() => rmSync(dir, { recursive: true, force: true }));
const fileOf = (text: string): string => {
  const path = join(dir, 'reviewed.jsonl');
  writeFileSync(path, text);
  return path;
};
const turns = ['您放一百个心', '真的吗', '不能这么说'].map((text) => ({ role: 'agent' as const, text }));
const one: Reviewed = {
  format: 'mingjian.reviewed/1',
  conversation: { id: 'c', scope: 'full', turns },
  marks: [
    { item: 'sale.promise_return', decision: 'hit', turns: [0] },
    { item: 'sale.promise_return', decision: 'false_alarm', turns: [2] },
  ],
};

test('a file is read line by line, empty lines left out', () => {
  const path = fileOf(`${JSON.stringify(one)}\n\n${JSON.stringify(one)}\n`);
  assert.deepEqual(readReviewed(path), [one, one]);
});

test('a bad line is named by file and line', () => {
  const good = JSON.stringify(one);
  const bad = {
    '{': /reviewed\.jsonl:2: .*is not JSON/,
    [JSON.stringify({ ...one, format: 'mingjian.reviewed/2' })]:
      /reviewed\.jsonl:2: .*not a line of mingjian\.reviewed/,
    [JSON.stringify({ ...one, marks: undefined })]: /reviewed\.jsonl:2: /,
    [JSON.stringify({ ...one, conversation: { id: 'c' } })]: /reviewed\.jsonl:2: /,
  };
  for (const [line, complaint] of Object.entries(bad))
    assert.throws(() => readReviewed(fileOf(`${good}\n${line}\n`)), complaint, line);
});

test('a hit is the item, a false alarm only looks like it; of all else nothing is known', () => {
  const lessons = lessonsOf(labelledOf(one), one.conversation.id).flatMap(onlyMarked);
  assert.deepEqual(
    lessons.map(({ turn, carries, resembles }) => [turn.text, carries, resembles]),
    [
      ['您放一百个心', ['sale.promise_return'], []],
      ['不能这么说', [], ['sale.promise_return']],
    ],
  );
  for (const { unknown } of lessons) {
    assert.equal(unknown.includes('sale.promise_return'), false);
    assert.ok(unknown.includes('sale.pressure') && unknown.length > 100);
  }
});
