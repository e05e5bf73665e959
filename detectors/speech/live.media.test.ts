import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { resolveModel } from '@mingjian/models';
import type { FactDraft } from '@mingjian/timeline';
import { openSpeech } from './index.ts';

const call = fileURLToPath(new URL('../../../shared/data/calls/d04.stereo.opus', import.meta.url));
const dir = mkdtempSync(join(tmpdir(), 'mj-live-media-'));
const speech = openSpeech();
after(async () => {
  await speech.stop();
  rmSync(dir, { recursive: true, force: true });
});
const signal = new AbortController().signal;
const request = { role: 'agent', track: 'a0.left' } as const;

const inOrder = (facts: readonly FactDraft[]) =>
  facts.filter((fact) => fact.provisional !== true).toSorted((a, b) => a.t - b.t || (a.name < b.name ? -1 : 1));

const live = async (sound: Uint8Array, sizes: readonly number[]): Promise<FactDraft[]> => {
  const facts: FactDraft[] = [];
  const track = await speech.openLive(request, { signal, emit: (fact) => facts.push(fact) });
  for (let at = 0, i = 0; at < sound.length; i++) {
    const size = sizes[i % sizes.length] as number;
    await track.push(sound.subarray(at, at + size));
    at += size;
  }
  await track.stop();
  return facts;
};

test('live, two tracks at once and cut in two ways, the facts are those of the whole recording', async (t) => {
  if (!existsSync(call)) return t.skip('shared test data is not here');
  if (!resolveModel('whisper-base').available || !resolveModel('silero-vad').available)
    return t.skip('the speech models are not here');
  const pcmPath = join(dir, 'left.pcm');
  const args = [
    '-v',
    'error',
    '-i',
    call,
    '-t',
    '20',
    '-af',
    'pan=mono|c0=c0',
    '-ac',
    '1',
    '-ar',
    '16000',
    '-f',
    's16le',
    pcmPath,
  ];
  execFileSync('ffmpeg', args);
  const sound = readFileSync(pcmPath);
  const whole: FactDraft[] = [];
  await speech.transcribe({ pcmPath, ...request }, { signal, progress: () => {}, emit: (fact) => whole.push(fact) });
  assert.ok(whole.filter((fact) => fact.name === 'speech.text').length >= 2);
  const [small, large] = await Promise.all([live(sound, [3201, 777, 20001]), live(sound, [160000])]);
  assert.deepEqual(inOrder(small), inOrder(whole));
  assert.deepEqual(inOrder(large), inOrder(whole));
});
