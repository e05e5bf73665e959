import assert from 'node:assert/strict';
import { test } from 'node:test';
import { packsFor } from '@mingjian/rulebooks';
import { evaluateConversation } from '@mingjian/rules';
import type { Voices } from '@mingjian/voices';
import { demoSessions, demoTextSamples } from './index.ts';
import { speakSession } from './speak.ts';

/** As long as the voices take, so that rules on time see the real pace. */
const voices: Voices = {
  speak: async (text) => ({
    pcm: new Float32Array(Math.round((text.length / 5) * 24_000)),
    sampleRateHz: 24_000,
    synthetic: true,
  }),
  available: () => ({ name: 'voice.speak', available: true, model: null }),
  stop: async () => {},
};

test('as written, the clean sessions break no rule and the others break those they are made for', async () => {
  for (const { id, product, fields, expected, ...script } of demoSessions) {
    const { turns, left } = await speakSession({ id, product, fields, expected, ...script }, { voices });
    const packs = packsFor(product).filter((pack) => pack.needs === 'words');
    const durationMs = (left.length / 24_000) * 1000;
    const { findings } = evaluateConversation({ id, product, fields, turns }, packs, { durationMs });
    const broken = new Set<string>(
      findings.filter((finding) => finding.verdict === 'violated').map((finding) => finding.item),
    );
    const heard = expected.filter((item) => !item.startsWith('frame.'));
    if (heard.length === 0) assert.deepEqual([...broken], [], id);
    else for (const item of heard) assert.ok(broken.has(item), `${id}: ${item} not among ${[...broken].join(' ')}`);
  }
});

test('the two text samples can be judged without a recording', () => {
  for (const sample of demoTextSamples) {
    const packs = packsFor(sample.product).filter((pack) => pack.needs === 'words');
    const { verdict } = evaluateConversation(sample, packs);
    assert.ok(['pass', 'fail', 'undecidable'].includes(verdict), sample.id);
  }
});
