import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maskAll, maskText } from './index.ts';

test('phone, identity and card numbers are masked, other numbers are not', () => {
  assert.equal(maskText('电话13812345678。'), '电话138****5678。');
  assert.equal(maskText('身份证11010119900307123X'), '身份证110***********123X');
  assert.equal(maskText('卡号6222 0212 3456 7890 123'), `卡号622${'*'.repeat(16)} 123`);
  assert.equal(maskText('手机一三八幺二三四五六七八'), '手机一三八****五六七八');
  for (const text of ['金额100000元', '2026-11-25T10:00:00.000Z', '工号20170012', `${'a1'.repeat(32)}`]) {
    assert.equal(maskText(text), text);
  }
});

test('lengths stay, so that offsets still hold, and nested texts are reached', () => {
  const before = { turns: [{ text: '我的号码是 13912345678 没错', startMs: 5 }] };
  const after = maskAll(before);
  assert.equal(after.turns[0]!.text.length, before.turns[0]!.text.length);
  assert.doesNotMatch(JSON.stringify(after), /13912345678/);
  assert.equal(after.turns[0]!.startMs, 5);
});
