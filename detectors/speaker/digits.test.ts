import assert from 'node:assert/strict';
import { test } from 'node:test';
import { combineDigits, compareDigits, digitChallenge, digitsIn } from './digits.ts';

test('digits are read from figures, from words and from homophones', () => {
  assert.equal(digitsIn('3 5，零幺，两8'), '350128');
  assert.equal(digitsIn('我读：三武零妖'), '3501');
});

test('a challenge has no digit twice in a row and is as long as asked', () => {
  let n = 0;
  const challenge = digitChallenge(8, (limit) => n++ % limit);
  assert.equal(challenge.length, 8);
  assert.ok([...challenge].every((digit, i) => digit !== challenge[i - 1]));
  assert.notEqual(
    digitChallenge(8, () => 4),
    challenge,
  );
});

test('all digits are the same, one off is asked again, more is different', () => {
  assert.equal(compareDigits('350186', '三五零幺八六').decision, 'same');
  assert.equal(compareDigits('350186', '35018').decision, 'undecidable');
  assert.equal(compareDigits('350186', '350196').decision, 'undecidable');
  assert.equal(compareDigits('350186', '681053').decision, 'different');
  assert.equal(compareDigits('350186', '我不读').decision, 'different');
});

test('digits and voice must both agree', () => {
  const digits = compareDigits('3501', '3501');
  assert.equal(combineDigits(digits, { decision: 'same' }).decision, 'same');
  assert.equal(combineDigits(digits, { decision: 'different' }).decision, 'different');
  assert.equal(combineDigits(compareDigits('3501', '9999'), { decision: 'same' }).decision, 'different');
  const doubt = combineDigits(digits, { decision: 'undecidable', reason: 'too noisy' });
  assert.deepEqual(doubt, { decision: 'undecidable', reason: 'voice: too noisy' });
});
