import assert from 'node:assert/strict';
import { test } from 'node:test';
import { faceFacts } from './facts.ts';
import type { FaceObservation } from './observation.ts';
import type { FaceLook } from './runs.ts';

const everyMs = 1000;
/** A face of a person: unit vector `person`, or a mixture for a doubtful one. */
const face = (person = 0, change: Partial<FaceObservation> = {}): FaceObservation => {
  const embedding = new Float32Array(512);
  embedding[person] = 1;
  return {
    box: [100 + person * 200, 100, 90, 110],
    score: 0.9,
    points: [
      [0, 0],
      [1, 0],
      [0, 1],
      [0, 2],
      [1, 2],
    ],
    mouthAperture: 0.02,
    eyeAperture: 0.06,
    yawDegrees: 0,
    pitchDegrees: 0,
    sharpness: 0.12,
    brightness: 120,
    embedding,
    ...change,
  };
};
const looksOf = (counts: number[]): FaceLook[] =>
  counts.map((count, i) => ({ tMs: i * everyMs, faces: Array.from({ length: count }, (_, person) => face(person)) }));
const shown = (looks: FaceLook[], name: string, durationMs = looks.length * everyMs) =>
  faceFacts(looks, { durationMs, everyMs })
    .filter((fact) => fact.name === name)
    .map((fact) => [fact.t, fact.end, fact.value ?? fact.reason].filter((value) => value !== undefined));

test('one interval per constant count, closed at the end of the recording', () => {
  assert.deepEqual(shown(looksOf([1, 1, 2, 2, 2, 1, 1]), 'face.count'), [
    [0, 2000, 1],
    [2000, 5000, 2],
    [5000, 7000, 1],
  ]);
});

test('one missed look is no edge, two are', () => {
  assert.deepEqual(shown(looksOf([1, 1, 0, 1, 1]), 'face.count'), [[0, 5000, 1]]);
  assert.deepEqual(shown(looksOf([1, 1, 0, 1, 1]), 'face.out'), []);
  assert.deepEqual(shown(looksOf([1, 1, 0, 0, 1, 1]), 'face.out'), [[2000, 4000]]);
  assert.deepEqual(shown(looksOf([0, 1, 1, 1]), 'face.out'), [], 'a miss in the first look');
  assert.deepEqual(shown(looksOf([1, 1, 1, 0]), 'face.out'), [], 'a miss in the last look');
});

test('a span is off by at most one step, whatever the true moment', () => {
  for (const [leaves, returns] of [
    [3100, 7900],
    [3999, 6001],
    [4000, 8000],
  ] as const) {
    const looks = Array.from({ length: 12 }, (_, i) => i * everyMs).map((tMs) => ({
      tMs,
      faces: tMs >= leaves && tMs < returns ? [] : [face()],
    }));
    const [[start, end] = []] = shown(looks, 'face.out');
    assert.ok(Math.abs(Number(start) - leaves) <= everyMs, `${start} for ${leaves}`);
    assert.ok(Math.abs(Number(end) - returns) <= everyMs, `${end} for ${returns}`);
  }
});

test('a stranger is one more than seller and customer, or than the session says', () => {
  const looks = looksOf([2, 2, 3, 3, 4, 4, 2, 2]);
  assert.deepEqual(shown(looks, 'face.stranger'), [[2000, 6000]], 'one span over changing crowds');
  const alone = faceFacts(looksOf([1, 1, 2, 2, 1, 1]), { durationMs: 6000, everyMs, peopleExpected: 1 });
  assert.deepEqual(
    alone.filter((fact) => fact.name === 'face.stranger').map((fact) => [fact.t, fact.end]),
    [[2000, 4000]],
  );
});

test('unclear says why; too far goes before blurred', () => {
  const far = { ...face(), box: [0, 0, 20, 24] as FaceObservation['box'], sharpness: 0.001 };
  const faces = [face(), face(0, { brightness: 20 }), face(0, { brightness: 20 }), far, far, face()];
  const looks = faces.map((one, i) => ({ tMs: i * everyMs, faces: [one] }));
  assert.deepEqual(shown(looks, 'face.unclear'), [
    [1000, 3000, 'dark'],
    [3000, 5000, 'too far'],
  ]);
});

test('no looks give no facts, and a reading that stopped early claims nothing of the rest', () => {
  assert.deepEqual(faceFacts([], { durationMs: 60_000, everyMs }), []);
  assert.deepEqual(shown(looksOf([1, 1, 1]), 'face.count', 60_000), [[0, 4000, 1]]);
});

test('another person in the place is one event, with the score against the first', () => {
  const looks = [0, 0, 0, 5, 5, 5].map((person, i) => ({ tMs: i * everyMs, faces: [face(person)] }));
  const changed = faceFacts(looks, { durationMs: 6000, everyMs }).filter((fact) => fact.name === 'face.changed');
  assert.deepEqual(
    changed.map((fact) => [fact.t, fact.score, fact.decision]),
    [[3000, 0, 'different']],
  );
});

test('a doubtful face, a single look, a second person beside, and a bad picture change nobody', () => {
  const doubtful = new Float32Array(512);
  doubtful[0] = 0.28;
  doubtful[7] = Math.sqrt(1 - 0.28 ** 2);
  const cases: Record<string, FaceObservation[][]> = {
    'between the zones': [[face()], [face()], [face(0, { embedding: doubtful })], [face(0, { embedding: doubtful })]],
    'one look only': [[face()], [face()], [face(5)], [face()]],
    'beside the first': [[face()], [face()], [face(), face(5)], [face(), face(5)]],
    'turned away': [[face()], [face()], [face(5, { yawDegrees: 60 })], [face(5, { yawDegrees: 60 })]],
  };
  for (const [name, seen] of Object.entries(cases)) {
    const looks = seen.map((faces, i) => ({ tMs: i * everyMs, faces }));
    assert.deepEqual(shown(looks, 'face.changed'), [], name);
  }
});

test('liveness is one measure, and undecidable with its reason when there was no room around the face', () => {
  const live = (probability: number, effectiveScale = 2.7) =>
    Array.from({ length: 6 }, (_, i) => ({
      tMs: i * everyMs,
      faces: [face(0, { live: { probability, effectiveScale } })],
    }));
  const decision = (looks: FaceLook[]) =>
    faceFacts(looks, { durationMs: 6000, everyMs }).find((fact) => fact.name === 'face.live');
  assert.equal(decision(live(0.95))?.decision, 'pass');
  assert.equal(decision(live(0.1))?.decision, 'suspicious');
  assert.equal(decision(live(0.1).slice(0, 3))?.decision, 'undecidable', 'fewer than five looks accuse nobody');
  assert.equal(decision(live(0.95, 1.2))?.decision, 'undecidable');
  assert.match(String(decision(live(0.95, 1.2))?.reason), /move back/);
  assert.equal(decision(looksOf([1, 1])), undefined, 'not looked at, not reported');
});
