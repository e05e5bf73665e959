import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refusal } from '../../platform/errors/index.ts';
import { rangeOf } from './service/range.ts';

test('ranges as RFC 9110 has them', () => {
  assert.deepEqual(rangeOf('bytes=0-9', 100), { start: 0, end: 9 });
  assert.deepEqual(rangeOf('bytes=90-', 100), { start: 90, end: 99 });
  assert.deepEqual(rangeOf('bytes=90-999', 100), { start: 90, end: 99 });
  assert.deepEqual(rangeOf('bytes=-10', 100), { start: 90, end: 99 });
  assert.deepEqual(rangeOf('bytes=-999', 100), { start: 0, end: 99 });
  for (const header of [undefined, 'bytes=-', 'bytes=0-1,5-6', 'lines=1-2'])
    assert.equal(rangeOf(header, 100), undefined);
  for (const header of ['bytes=100-', 'bytes=9-3']) assert.throws(() => rangeOf(header, 100), Refusal);
});
