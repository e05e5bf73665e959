import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FactDraft, Role } from '@mingjian/timeline';
import { talkFacts } from './talk.ts';

const active = (role: Role, t: number, end: number): FactDraft => ({
  t,
  end,
  kind: 'state',
  name: 'voice.active',
  role,
  track: role,
  detector: 'test',
});
const named = (facts: FactDraft[], name: string) =>
  facts.filter((fact) => fact.name === name && fact.kind !== 'capability');
const own = { durationMs: 40000, ownTracks: true };

test('silence of three seconds and more is found, at the ends too', () => {
  const facts = talkFacts([active('agent', 4000, 9000), active('customer', 11000, 12000)], {
    ...own,
    durationMs: 20000,
  });
  assert.deepEqual(
    named(facts, 'speech.silence').map((fact) => [fact.t, fact.end, fact.measures?.silenceMs]),
    [
      [0, 4000, 4000],
      [12000, 20000, 8000],
    ],
  );
});

test('who begins well before the other ends interrupts; a back-channel does not', () => {
  const talk = [active('customer', 0, 8000), active('agent', 3000, 3400), active('agent', 7000, 12000)];
  const [interrupt, ...more] = named(talkFacts(talk, own), 'interrupt');
  assert.deepEqual(
    [interrupt?.role, interrupt?.t, interrupt?.measures, more.length],
    ['agent', 7000, { overlapMs: 1000 }, 0],
  );
  assert.equal(named(talkFacts(talk, own), 'speech.overlap').length, 2);
  const polite = [active('customer', 0, 8000), active('agent', 7800, 12000)];
  assert.deepEqual(named(talkFacts(polite, own), 'interrupt'), []);
});

test('response time runs from the end of the question to the answer', () => {
  const facts = talkFacts([active('agent', 0, 3000), active('agent', 3300, 5000), active('customer', 6200, 7000)], own);
  assert.deepEqual(
    named(facts, 'speech.response').map((fact) => [fact.role, fact.value]),
    [['customer', 1200]],
  );
});

test('on one track for all voices overlap is not judged and says so', () => {
  const talk = [active('unknown', 0, 8000), active('unknown', 7000, 12000)];
  const facts = talkFacts(talk, { ...own, ownTracks: false });
  const capability = facts.find((fact) => fact.kind === 'capability');
  assert.deepEqual([capability?.name, capability?.value], ['speech.overlap', false]);
  for (const name of ['speech.overlap', 'interrupt', 'speech.response']) assert.deepEqual(named(facts, name), []);
  assert.equal(talkFacts(talk, own).find((fact) => fact.kind === 'capability')?.value, true);
});

test('speech rate counts characters over talk, without the pauses', () => {
  const text: FactDraft = {
    t: 0,
    end: 6000,
    kind: 'utterance',
    name: 'speech.text',
    text: '一二三四五，六七八九十。',
    role: 'agent',
    track: 'agent',
    detector: 'test',
  };
  const facts = talkFacts([active('agent', 0, 1000), active('agent', 5000, 6000), text], own);
  assert.deepEqual(
    named(facts, 'speech.rate').map((fact) => fact.value),
    [300],
  );
  assert.deepEqual(named(talkFacts([{ ...text, text: '同意' }], own), 'speech.rate'), []);
});
