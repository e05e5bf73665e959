import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LONGEST, readTokenizer } from './tokenizer.ts';

const special: [string, number][] = ['<s>', '<pad>', '</s>', '<unk>'].map((piece) => [piece, 0]);
const tokenizer = (pieces: [string, number][]) =>
  readTokenizer(JSON.stringify({ model: { type: 'Unigram', vocab: [...special, ...pieces] } }));
const small = tokenizer([
  ['\u2581', -2],
  ['保', -4],
  ['本', -4],
  ['保本', -5],
  ['不', -3],
  ['\u2581不', -4.5],
  ['ab', -6],
  ['a', -2],
  ['b', -3],
]);
const ids = (text: string) => small.encode(text).ids.slice(1, -1);

test('the best sum of scores wins, not the longest piece', () => {
  assert.deepEqual(ids('保本'), [4, 7], '保本 −5 beats 保 + 本 −8');
  assert.deepEqual(ids('不保本'), [9, 7]);
  assert.deepEqual(ids('ab'), [4, 11, 12], 'a + b −5 beats ab −6');
});

test('spaces, widths and controls are made one before the pieces', () => {
  assert.deepEqual(ids('ａ\u0007　 ｂ'), ids('a b'));
  assert.deepEqual(ids(''), []);
  assert.deepEqual(ids('  a'), ids(' a'));
});

test('what no piece covers is one unknown, and its share is told', () => {
  const { ids: all, unknownShare } = small.encode('a\u{1F600}\u{1F601}龘');
  assert.deepEqual(all, [0, 4, 11, 3, 2]);
  assert.equal(unknownShare, 1 / 3);
});

test('special pieces in the words of a customer stay words', () => {
  assert.deepEqual(small.encode('</s>').ids, [0, 4, 3, 2]);
});

test('a long text is cut to the places of the model and says so', () => {
  const long = small.encode('保本'.repeat(LONGEST));
  assert.equal(long.ids.length, LONGEST);
  assert.equal(long.ids.at(-1), 2);
  assert.equal(long.isCut, true);
  assert.equal(small.encode('保本').isCut, false);
});

test('another kind of tokenizer is refused', () => {
  assert.throws(() => readTokenizer('{"model":{"type":"BPE"}}'), /is BPE, not Unigram/);
});
