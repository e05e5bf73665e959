import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refusal } from '../../platform/errors/index.ts';
import { packList, packNamed, packText } from './service.ts';

test('every listed pack opens with its rules; another is refused', () => {
  assert.ok(packList().length > 0);
  for (const { id, rules } of packList()) assert.equal(packNamed(id).rules.length, rules);
  assert.throws(() => packNamed('none@1'), Refusal);
});

test('the text of every listed pack comes with the packs that it extends', () => {
  for (const { id } of packList()) assert.ok(packText(id).source.includes(`pack: ${id}`));
  const bank = packText(packList().find(({ id }) => id.startsWith('bank-wealth'))?.id ?? '');
  assert.ok(bank.bases.some(({ name }) => name === 'base-conduct'));
  assert.throws(() => packText('none@1'), Refusal);
});
