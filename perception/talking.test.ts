import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FactDraft } from '@mingjian/timeline';
import { talkingWindows } from './talking.ts';

const voice = (t: number, end: number): FactDraft => ({ t, end, kind: 'state', name: 'voice.active', detector: 'x' });
const faces = (t: number, end: number, value: number): FactDraft => ({
  t,
  end,
  kind: 'state',
  name: 'face.count',
  value,
  detector: 'x',
});
const total = (windows: { startMs: number; endMs: number }[]) =>
  windows.reduce((sum, window) => sum + window.endMs - window.startMs, 0);

test('speech in front of one face is taken, up to about half a minute, spread over the recording', () => {
  const windows = talkingWindows([voice(0, 600_000)], [faces(0, 600_000, 1)]);
  assert.ok(total(windows) >= 26_000 && total(windows) <= 36_000, String(total(windows)));
  assert.ok((windows.at(-1)?.startMs ?? 0) > 250_000);
});

test('two faces, no face, or a frozen picture are left out', () => {
  const seen = [faces(0, 30_000, 2), faces(30_000, 60_000, 1)];
  const windows = talkingWindows([voice(0, 60_000)], seen);
  assert.ok(windows.every((window) => window.startMs >= 30_000));
  assert.deepEqual(talkingWindows([voice(0, 60_000)], [faces(0, 60_000, 0)]), []);
  const frozen: FactDraft = { t: 0, end: 60_000, kind: 'state', name: 'video.frozen', detector: 'x' };
  assert.deepEqual(talkingWindows([voice(0, 60_000)], [faces(0, 60_000, 1), frozen]), []);
});

test('too little speech says nothing', () => {
  assert.deepEqual(talkingWindows([voice(0, 5_000)], [faces(0, 60_000, 1)]), []);
});
