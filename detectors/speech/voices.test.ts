import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type SpeakerTurn, stretchesByVoice } from './voices.ts';

const turn = (voice: string, startMs: number, endMs: number): SpeakerTurn => ({
  voice,
  role: voice === 'A' ? 'agent' : 'customer',
  startMs,
  endMs,
});
const shown = (spans: [number, number][], turns: SpeakerTurn[]) =>
  stretchesByVoice(
    spans.map(([startMs, endMs]) => ({ startMs, endMs })),
    turns,
  ).map(({ stretch, role }) => `${role} ${stretch.startMs}–${stretch.endMs}`);

test('one voice is joined over short pauses, two voices never', () => {
  const spans: [number, number][] = [
    [0, 2000],
    [2300, 4000],
    [4200, 5000],
  ];
  assert.deepEqual(shown(spans, [turn('A', 0, 2000), turn('A', 2300, 4000), turn('B', 4200, 5000)]), [
    'agent 0–4000',
    'customer 4200–5000',
  ]);
});

test('a span with two voices is cut where the voice changes', () => {
  assert.deepEqual(shown([[0, 6000]], [turn('A', 0, 3500), turn('B', 3500, 6000)]), [
    'agent 0–3500',
    'customer 3500–6000',
  ]);
});

test('parts too short for a word stay with their neighbour; talk outside all turns has no role', () => {
  assert.deepEqual(shown([[0, 3000]], [turn('A', 0, 2900), turn('B', 2900, 6000)]), ['agent 0–3000']);
  assert.deepEqual(shown([[8000, 9000]], [turn('A', 0, 2900)]), ['unknown 8000–9000']);
});

test('long talk of one voice is cut into at most 12 s', () => {
  assert.deepEqual(shown([[0, 20000]], [turn('A', 0, 20000)]), ['agent 0–10000', 'agent 10000–20000']);
});
