import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openVoices } from './index.ts';

test('the real voice speaks at a human pace, the same samples every time', async (t) => {
  const cacheDir = mkdtempSync(join(tmpdir(), 'voices-media-'));
  const voices = openVoices({ cacheDir });
  t.after(async () => {
    await voices.stop();
    rmSync(cacheDir, { recursive: true, force: true });
  });
  const capability = voices.available();
  if (!capability.available) return t.skip(capability.reason);
  const text = '您清楚了吗？';
  const first = await voices.speak(text, { voice: 'zm_yunjian' });
  const seconds = first.pcm.length / first.sampleRateHz;
  assert.ok(seconds > 0.7 && seconds < 2.5, `${seconds} s for 5 characters`);
  assert.ok(Math.max(...first.pcm) > 0.1);
  rmSync(cacheDir, { recursive: true, force: true });
  const again = openVoices({ cacheDir });
  const second = await again.speak(text, { voice: 'zm_yunjian' });
  await again.stop();
  assert.deepEqual(second.pcm, first.pcm);
});
