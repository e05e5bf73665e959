import assert from 'node:assert/strict';
import { test } from 'node:test';
import { splitIntoPieces } from './pieces.ts';
import { fromInt16, joinPieces, sampleRateHz, toInt16, trimSilence } from './sound.ts';

test('a text is spoken sentence by sentence, with the closing pause last', () => {
  assert.deepEqual(splitIntoPieces('您好。请问您同意吗？我同意；谢谢'), [
    { text: '您好。', pauseMs: 320 },
    { text: '请问您同意吗？', pauseMs: 320 },
    { text: '我同意；', pauseMs: 240 },
    { text: '谢谢', pauseMs: 80 },
  ]);
  assert.deepEqual(splitIntoPieces('……。！'), []);
});

test('a long sentence is cut at commas, no piece over 60 characters, nothing lost', () => {
  const long = `${'本产品不保证本金和收益，'.repeat(12)}${'长'.repeat(130)}。`;
  const pieces = splitIntoPieces(long);
  assert.ok(pieces.every((piece) => [...piece.text].length <= 60));
  assert.equal(pieces.map((piece) => piece.text).join(''), long);
  assert.ok(pieces[0]!.text.endsWith('，'));
});

test('silence around speech is cut to 60 ms', () => {
  const pcm = new Float32Array(sampleRateHz);
  pcm.fill(0.5, 10_000, 12_000);
  pcm.fill(0.001, 0, 9_000);
  assert.equal(trimSilence(pcm).length, 2_000 + 2 * 1_440);
  assert.equal(trimSilence(new Float32Array(100)).length, 0);
});

test('pieces are joined with their pauses', () => {
  const pcm = Float32Array.of(1, 1);
  const joined = joinPieces([
    { pcm, pauseMs: 1 },
    { pcm, pauseMs: 0 },
  ]);
  assert.equal(joined.length, 28);
  assert.deepEqual([joined[1], joined[2], joined[26]], [1, 0, 1]);
});

test('16-bit sound survives the way to the cache and back', () => {
  const samples = toInt16(Float32Array.of(0, 1, -1, 2, 0.25));
  assert.deepEqual([...samples], [0, 32_767, -32_767, 32_767, 8_192]);
  assert.deepEqual(toInt16(fromInt16(samples)), samples);
});
