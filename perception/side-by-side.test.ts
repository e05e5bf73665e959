import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sideBySide } from './side-by-side.ts';

const untilAborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));

test('both results come back', async () => {
  assert.deepEqual(await sideBySide(new AbortController().signal, [async () => 1, async () => 'b']), [1, 'b']);
});

test('when one fails the other is stopped and waited for, and the first failure is thrown', async () => {
  let ended = false;
  const other = async (signal: AbortSignal) => {
    await untilAborted(signal).catch(() => {});
    ended = true;
    throw new Error('stopped');
  };
  const failing = async () => {
    throw new Error('broken');
  };
  await assert.rejects(sideBySide(new AbortController().signal, [other, failing]), /broken/);
  assert.equal(ended, true);
});

test('a cancel from outside reaches both', async () => {
  const outer = new AbortController();
  const running = sideBySide(outer.signal, [untilAborted, untilAborted]);
  outer.abort(new Error('cancelled'));
  await assert.rejects(running, /cancelled/);
});
