import assert from 'node:assert/strict';
import { test } from 'node:test';
import { en } from './en.ts';
import { zh } from './zh.ts';

test('both languages of the console have the same keys and no empty word', () => {
  assert.deepEqual(Object.keys(en).sort(), Object.keys(zh).sort());
  for (const word of [...Object.values(en), ...Object.values(zh)]) assert.notEqual(word.trim(), '');
});
