import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Voices } from '@mingjian/voices';
import { demoSessions, demoTextSamples } from './index.ts';
import { speakSession } from './speak.ts';

/** Slower than both voices at speed 1.05 (measured 300–310 characters a minute), with the pauses of sentences. */
const charactersPerMinute = 270;
const spoken = (text: string) => [...text].filter((c) => /[\p{L}\p{N}]/u.test(c)).length;

test('five spoken sessions: two clean, three with different violations, each at most a minute', () => {
  assert.equal(demoSessions.length, 5);
  assert.equal(demoSessions.filter((session) => session.expected.length === 0).length, 2);
  assert.equal(new Set(demoSessions.map((session) => session.id)).size, 5);
  assert.equal(new Set(demoSessions.map((session) => session.expected.join())).size, 4, 'three different ones');
  for (const { id, turns, directions, people, expected } of demoSessions) {
    const seconds = (turns.reduce((sum, turn) => sum + spoken(turn.text), 0) / charactersPerMinute) * 60;
    assert.ok(seconds <= 60, `${id}: ${seconds.toFixed(0)} s`);
    assert.deepEqual(people, expected.length === 0 ? ['agent'] : ['agent', 'customer'], id);
    for (const { fromTurn, toTurn } of directions) assert.ok(fromTurn <= toTurn && toTurn < turns.length, id);
  }
});

test('two text samples with nothing seen or heard', () => {
  assert.equal(demoTextSamples.length, 2);
  for (const sample of demoTextSamples)
    assert.ok(sample.turns.every((turn) => turn.text !== '' && !('startMs' in turn)));
});

test('each role speaks on its own channel, one after the other', async () => {
  const said: string[] = [];
  const voices: Voices = {
    speak: async (text, options) => {
      said.push(`${options?.voice}:${text}`);
      return { pcm: new Float32Array(2400).fill(0.5), sampleRateHz: 24_000, synthetic: true };
    },
    available: () => ({ name: 'voice.speak', available: true, model: null }),
    stop: async () => {},
  };
  const [session] = demoSessions;
  const { left, right, turns, sampleRateHz } = await speakSession(session!, { voices });
  assert.equal(left.length, right.length);
  assert.equal(said.length, session!.turns.length);
  turns.forEach((turn, i) => {
    const middle = Math.round(((turn.startMs + turn.endMs) / 2000) * sampleRateHz);
    const [own, other] = turn.role === 'agent' ? [left, right] : [right, left];
    assert.ok(own[middle]! > 0.4 && Math.abs(other[middle]!) < 0.01, `turn ${i}`);
    if (i > 0) assert.ok(turn.startMs > turns[i - 1]!.endMs, `turn ${i} waits`);
  });
  assert.ok(said[0]?.startsWith('zm_yunjian:') && said[1]?.startsWith('zf_xiaoxiao:'));
});

test('an aborted making stops before the next sentence', async () => {
  const controller = new AbortController();
  controller.abort(new Error('the server is going down'));
  const voices = { speak: () => assert.fail('spoke') } as unknown as Voices;
  await assert.rejects(speakSession(demoSessions[0]!, { voices, signal: controller.signal }), /going down/);
});
