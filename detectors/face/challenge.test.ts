import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Challenge, type ChallengeKind, judgeChallenges, recheckChallenges } from './challenge.ts';
import { challengeFacts } from './challenge-facts.ts';
import { face } from './face.fixture.ts';
import type { FaceObservation } from './observation.ts';
import { poseOf } from './pose.ts';

type Pose = NonNullable<Parameters<typeof face>[1]>;
/** Looks every `everyMs` from 0 to 3 s; `pose` says how the face is at a moment, or that there is none, or two. */
const looks = (pose: (tMs: number) => Pose | FaceObservation[], everyMs = 80) =>
  Array.from({ length: Math.floor(3000 / everyMs) + 1 }, (_, i) => {
    const [tMs, now] = [i * everyMs, pose(i * everyMs)];
    return { tMs, faces: Array.isArray(now) ? now : [face(0, now)] };
  });
const asked = (kind: ChallengeKind): Challenge[] => [{ kind, startMs: 200, endMs: 2800 }];
const during = (from: number, to: number, then: Pose) => (tMs: number) => (tMs >= from && tMs < to ? then : {});
const MOVES: Record<ChallengeKind, Pose> = {
  turn_left: { turn: 0.6 },
  turn_right: { turn: -0.6 },
  nod: { nod: 0.3 },
  open_mouth: { mouthAperture: 0.14 },
  blink: { eyeAperture: 0.02 },
};
const judge = (kind: ChallengeKind, pose: (tMs: number) => Pose | FaceObservation[], everyMs?: number) =>
  judgeChallenges(asked(kind), looks(pose, everyMs)).challenges[0]!;

test('every movement is seen when it is made, and not when the face keeps still', () => {
  for (const [kind, move] of Object.entries(MOVES) as [ChallengeKind, Pose][]) {
    const made = judge(kind, during(1000, 1320, move));
    assert.equal(made.decision, 'done', `${kind}: ${made.reason}`);
    assert.ok(made.atMs! >= 1000 && made.atMs! < 1320, `${kind} at ${made.atMs}`);
    assert.equal(judge(kind, () => ({})).decision, 'not_done', kind);
  }
});

test('no movement passes for another one', () => {
  for (const kind of Object.keys(MOVES) as ChallengeKind[])
    for (const [other, move] of Object.entries(MOVES))
      if (other !== kind)
        assert.equal(judge(kind, during(1000, 1320, move)).decision, 'not_done', `${other} for ${kind}`);
});

test('the other side, a mirrored picture, a movement before its time and one that was there already', () => {
  assert.match(judge('turn_left', during(1000, 1400, { turn: -0.6 })).reason!, /turned the other way/);
  const mirrored = judgeChallenges(asked('turn_left'), looks(during(1000, 1400, { turn: -0.6 })), { isMirrored: true });
  assert.equal(mirrored.decision, 'pass');
  assert.match(judge('blink', during(320, 400, MOVES.blink)).reason!, /before it could be read/);
  assert.match(judge('turn_left', () => ({ turn: 0.6 })).reason!, /already turned/);
  assert.match(judge('open_mouth', () => ({ mouthAperture: 0.14 })).reason!, /open when asked/);
  assert.match(judge('nod', during(1000, 3000, { nod: 0.3 })).reason!, /did not come back/);
  assert.equal(judge('open_mouth', during(2900, 3000, MOVES.open_mouth)).decision, 'not_done', 'after its time');
});

test('what could not be seen is undecidable: too few looks, no face, too dark', () => {
  assert.match(judge('blink', during(1000, 1320, MOVES.blink), 200).reason!, /looks every 200 ms are too few/);
  assert.match(judge('nod', (t) => (t > 1200 ? [] : {})).reason!, /no face in many/);
  assert.match(judge('nod', () => ({ brightness: 20 })).reason!, /the face is dark/);
  assert.equal(
    judgeChallenges(
      [],
      looks(() => ({})),
    ).decision,
    'undecidable',
  );
  assert.equal(judgeChallenges(asked('nod'), []).decision, 'undecidable');
});

test('a second face, and another person between the movements, fail', () => {
  assert.match(judge('nod', () => [face(0), face(1, { at: [400, 100] })]).reason!, /second face/);
  const changed = looks(during(1000, 1400, MOVES.turn_left)).map((look) =>
    look.tMs < 1600 ? look : { ...look, faces: [face(7)] },
  );
  assert.match(judgeChallenges(asked('turn_left'), changed).reason!, /another person/);
});

test('all must be done; the server decides, and a difference is named', () => {
  const both: Challenge[] = [
    { kind: 'turn_left', startMs: 200, endMs: 1400 },
    { kind: 'open_mouth', startMs: 1400, endMs: 2800 },
  ];
  const seen = looks((t) => (t >= 600 && t < 1000 ? MOVES.turn_left : t >= 1800 && t < 2200 ? MOVES.open_mouth : {}));
  const pass = judgeChallenges(both, seen);
  assert.equal(pass.decision, 'pass');
  const half = judgeChallenges(both, looks(during(600, 1000, MOVES.turn_left)));
  assert.deepEqual([half.decision, half.challenges.map((one) => one.decision)], ['fail', ['done', 'not_done']]);
  assert.match(recheckChallenges(pass, half).reason!, /device says pass, the server fail/);
  assert.deepEqual(recheckChallenges(half, half), half);
  const facts = challengeFacts(both, half);
  assert.deepEqual(
    facts.map((fact) => [fact.name, fact.decision]),
    [
      ['face.challenge', 'done'],
      ['face.challenge', 'not_done'],
      ['face.active_live', 'fail'],
    ],
  );
});

test('the pose does not depend on size, place and roll of the head', () => {
  const upright = face(0, { turn: 0.5, nod: 0.4 });
  const [sin, cos] = [Math.sin(0.4), Math.cos(0.4)];
  const rolled = upright.points.map(([x, y]) => [3 * (x * cos - y * sin) + 50, 3 * (x * sin + y * cos)] as const);
  const a = poseOf(upright);
  const b = poseOf({ points: rolled as unknown as FaceObservation['points'] });
  assert.ok(Math.abs(a.turn - 0.5) < 1e-9 && Math.abs(a.nod - 0.4) < 1e-9);
  assert.ok(Math.abs(a.turn - b.turn) < 1e-9 && Math.abs(a.nod - b.nod) < 1e-9);
});
