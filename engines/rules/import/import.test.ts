import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { type CompiledPack, compilePack, evaluateConversation, testPack } from '../index.ts';
import { type Imported, importAlibaba, importBaidu } from './index.ts';
import { bindsDifferently, parseLogic, printLogic } from './logic.ts';

const fixture = (name: string) => readFileSync(new URL(`./fixtures/${name}`, import.meta.url), 'utf8');
const compiled = ({ packYaml }: Imported): CompiledPack => {
  const result = compilePack(packYaml, { file: 'imported.yaml' });
  assert.ok(result.ok, JSON.stringify(result));
  return result.pack;
};
const isProved = (imported: Imported) => {
  const pack = compiled(imported);
  assert.deepEqual(
    testPack(pack).filter((r) => !r.ok),
    [],
  );
  for (const rule of pack.rules) {
    assert.ok(
      pack.tests.some((t) => t.expect.includes(rule.id)),
      `${rule.id} has a positive test`,
    );
    assert.ok(
      pack.tests.some((t) => !t.expect.includes(rule.id) && t.only?.includes(rule.id)),
      `${rule.id} has a negative test`,
    );
  }
  return pack;
};
const violated = (pack: CompiledPack, ...texts: string[]): string[] =>
  evaluateConversation(
    { id: 'c', turns: texts.map((text, i) => ({ role: 'agent', text, startMs: i * 3000, endMs: i * 3000 + 2500 })) },
    [pack],
  )
    .findings.filter((f) => f.verdict === 'violated')
    .map((f) => f.rule);

test('the precedence trap: && and || bind alike, left to right', () => {
  assert.equal(printLogic(parseLogic('1||2&&3', 'level')), '((1||2)&&3)');
  assert.equal(printLogic(parseLogic('1||2&&3', 'usual')), '(1||(2&&3))');
  assert.ok(bindsDifferently('1||2&&3') && !bindsDifferently('1&&2||3') && !bindsDifferently('a||(b&&!c)'));
  assert.throws(() => parseLogic('1&&', 'level'), /expected/);
  assert.throws(() => parseLogic('(1||2', 'level'), /closing/);
});
test('an SCA export becomes a pack whose tests pass, and says what was lost', () => {
  const imported = importAlibaba(JSON.parse(fixture('sca.json')));
  const pack = isProved(imported);
  assert.deepEqual(
    pack.rules.map((r) => r.id),
    ['SCA-1', 'SCA-2', 'SCA-3', 'SCA-4', 'SCA-6', 'SCA-7'],
    JSON.stringify(imported.lost, null, 1),
  );
  const lost = imported.lost.map((l) => `${l.where} ${l.what}`).join('\n');
  for (const what of [
    'synonyms',
    'EMOTION_CHECK',
    'minWordSize',
    'delayTime',
    'hit_time 0',
    'lambda 1||9&&2',
    'score 80',
    'rule 5',
  ])
    assert.ok(lost.includes(what), what);
  assert.equal(pack.rules[1]?.shape, 'after-require');
  assert.ok(!violated(pack, '稳赚').includes('SCA-7'), 'read as (1||9)&&2');
  assert.ok(violated(pack, '稳赚', '清楚吗').includes('SCA-7'));
  assert.ok(violated(pack, '稳赚').includes('SCA-1') && !violated(pack, '稳赚这种话不能说').includes('SCA-1'));
});
test('keyword strings of Baidu', () => {
  const imported = importBaidu(fixture('baidu.txt').trim().split('\n'));
  const pack = isProved(imported);
  assert.equal(pack.rules.length, 5);
  assert.ok(imported.lost.some((l) => l.what === '!投诉'));
  assert.ok(violated(pack, '还未偿还').includes('BAIDU-4') && !violated(pack, '未偿还已逾期').includes('BAIDU-4'));
});
test('what is no export is refused in words', () => {
  assert.throws(() => importAlibaba({}), /conditions/);
  assert.throws(() => importBaidu(['!a']), /no keyword strings|no string/);
});
