import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refusal } from '../../platform/errors/index.ts';
import { timesOf } from './service/index.ts';

test('times of a filter become RFC 3339, what is no time is refused', () => {
  assert.equal(timesOf({ from: '2026-01-02' }).from, '2026-01-02T00:00:00.000Z');
  assert.deepEqual(timesOf({}), {});
  assert.throws(() => timesOf({ to: 'tomorrow' }), Refusal);
});
