import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refusal } from '../../platform/errors/index.ts';
import { packList, packNamed } from './service.ts';

test('every listed pack opens with its rules; another is refused', () => {
  assert.ok(packList().length > 0);
  for (const { id, rules } of packList()) assert.equal(packNamed(id).rules.length, rules);
  assert.throws(() => packNamed('none@1'), Refusal);
});
