import assert from 'node:assert/strict';
import { test } from 'node:test';
import { closest, parseField, parseOptions, UsageError } from './options.ts';

const table = { json: 'one', pack: 'many', help: 'flag', html: 'one' } as const;

test('options, repeated options, inline values and operands are told apart', () => {
  const parsed = parseOptions(['a.webm', '--json=-', '--pack', 'x', '--pack', 'y', '--', '--b.webm'], table);
  assert.deepEqual(parsed.operands, ['a.webm', '--b.webm']);
  assert.equal(parsed.one('json'), '-');
  assert.deepEqual(parsed.many('pack'), ['x', 'y']);
  assert.equal(parsed.flag('help'), false);
});

test('a wrong option is refused with the closest right word', () => {
  assert.throws(
    () => parseOptions(['--jsno', '-'], table),
    (error: Error) => error instanceof UsageError && error.message.includes('--json'),
  );
  assert.throws(() => parseOptions(['--json'], table), UsageError);
  assert.throws(() => parseOptions(['--help=1'], table), UsageError);
  assert.equal(closest('zzzzzz', ['json']), undefined);
});

test('fields become numbers and booleans, long digit rows and leading zeros stay text', () => {
  assert.deepEqual(parseField('customerAge=67'), ['customerAge', 67]);
  assert.deepEqual(parseField('amount=1.5'), ['amount', 1.5]);
  assert.deepEqual(parseField('consentNight=true'), ['consentNight', true]);
  assert.deepEqual(parseField('card=6222021234567890123'), ['card', '6222021234567890123']);
  assert.deepEqual(parseField('code=007'), ['code', '007']);
  assert.deepEqual(parseField('productLevel=R4'), ['productLevel', 'R4']);
  assert.throws(() => parseField('nothing'), UsageError);
});
