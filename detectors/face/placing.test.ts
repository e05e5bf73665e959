import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CastMember, sameFrameFacts } from './cast.ts';
import { face } from './face.fixture.ts';
import { inBoxFacts, placementOf } from './in-box.ts';
import { mouthTracks } from './mouths.ts';
import type { FaceObservation } from './observation.ts';
import { referenceMatchFact } from './reference-match.ts';

const frame = { width: 640, height: 480 };
const everyMs = 1000;
const looksOf = (seen: FaceObservation[][]) => seen.map((faces, i) => ({ tMs: i * everyMs, faces }));
const repeated = (faces: FaceObservation[], times: number) => Array.from({ length: times }, () => faces);
const options = (count: number) => ({ frame, everyMs, durationMs: count * everyMs });
const vector = (person: number) => face(person).embedding!;

test('in the box, beside it, too near, too far, nobody', () => {
  const guide = { x: 0.25, y: 0.1, width: 0.5, height: 0.8 };
  const place = (pose?: Parameters<typeof face>[1]) =>
    placementOf(pose === undefined ? undefined : face(0, pose), guide, frame);
  assert.equal(place({ at: [260, 120], sizePx: 200 }), 'in the box');
  assert.equal(place({ at: [10, 120], sizePx: 200 }), 'beside the box');
  assert.equal(place({ at: [200, 10], sizePx: 460 }), 'too near');
  assert.equal(place({ at: [300, 200], sizePx: 80 }), 'too far');
  assert.equal(place(), 'no face');
});

test('stretches outside the box carry their reason and how long they last; one look is a miss', () => {
  const guide = { x: 0.25, y: 0.1, width: 0.5, height: 0.8 };
  const [inside, beside] = [face(0, { at: [260, 120], sizePx: 200 }), face(0, { at: [10, 120], sizePx: 200 })];
  const seen = [
    ...repeated([inside], 3),
    ...repeated([beside], 2),
    ...repeated([inside], 2),
    [],
    ...repeated([inside], 2),
  ];
  const facts = inBoxFacts(looksOf(seen), { guide, ...options(seen.length) });
  assert.deepEqual(
    facts.map(({ t, end, value, reason, measures }) => [t, end, value, reason, measures?.durationMs]),
    [
      [0, 3000, true, undefined, 3000],
      [3000, 5000, false, 'beside the box', 2000],
      [5000, 10_000, true, undefined, 5000],
    ],
  );
  assert.deepEqual(inBoxFacts([], { guide, ...options(0) }), []);
});

const cast: CastMember[] = [
  { role: 'agent', reference: vector(0) },
  { role: 'customer', reference: vector(1) },
];
const told = (seen: FaceObservation[][], members = cast) =>
  sameFrameFacts(looksOf(seen), { cast: members, ...options(seen.length) }).map((fact) =>
    [fact.name, fact.t, fact.end, fact.value ?? fact.decision, fact.missing].filter((one) => one !== undefined),
  );

test('same frame by reference photos: together, one missing, one who cannot be told', () => {
  const [agent, customer] = [face(0), face(1, { at: [400, 100] })];
  const seen = [...repeated([agent, customer], 3), ...repeated([agent], 3), ...repeated([agent, customer], 2)];
  assert.deepEqual(told(seen), [
    ['face.same_frame', 0, 3000, true],
    ['face.same_frame', 3000, 6000, false, ['customer']],
    ['face.same_frame', 6000, 8000, true],
  ]);
  const blurred = face(1, { at: [400, 100], sharpness: 0.01 });
  assert.deepEqual(told(repeated([agent, blurred], 3)), [['face.same_frame', 0, 3000, 'undecidable']]);
});

test('a clear face that is none of the two is a stranger, also when the count is right', () => {
  const seen = [
    ...repeated([face(0), face(1, { at: [400, 100] })], 2),
    ...repeated([face(0), face(9, { at: [400, 100] })], 3),
  ];
  assert.deepEqual(told(seen), [
    ['face.same_frame', 0, 2000, true],
    ['face.same_frame', 2000, 5000, false, ['customer']],
    ['face.stranger', 2000, 5000, 'different'],
  ]);
  assert.deepEqual(
    told(repeated([face(0), face(9, { at: [400, 100] })], 3), [cast[0]!, { role: 'customer' }]),
    [['face.same_frame', 0, 3000, 'undecidable']],
    'without a photo of everybody nobody is a stranger',
  );
});

test('same frame by place, and a photo speaks against the wrong person in the right place', () => {
  const left = { x: 0, y: 0, width: 0.5, height: 1 };
  const right = { x: 0.5, y: 0, width: 0.5, height: 1 };
  const places: CastMember[] = [
    { role: 'agent', place: left },
    { role: 'customer', place: right },
  ];
  const two = [face(3), face(4, { at: [400, 100] })];
  assert.deepEqual(told([...repeated(two, 2), ...repeated(two.slice(0, 1), 2)], places), [
    ['face.same_frame', 0, 2000, true],
    ['face.same_frame', 2000, 4000, false, ['customer']],
  ]);
  const both = [places[0]!, { ...places[1]!, reference: vector(1) }];
  assert.equal(told(repeated(two, 2), both)[0]?.[3], 'undecidable');
});

test('the ID photo: same, another person, no reference, too few clear looks', () => {
  const looks = looksOf(repeated([face(1)], 6));
  const match = (reference: FaceObservation | undefined, seen = looks) =>
    referenceMatchFact(seen, { reference, against: 'id_photo', role: 'customer' });
  assert.deepEqual(
    [match(face(1)).decision, match(face(1)).against, match(face(1)).role],
    ['same', 'id_photo', 'customer'],
  );
  assert.equal(match(face(2)).decision, 'different');
  assert.match(match(undefined).reason!, /no face in the reference/);
  assert.match(match(face(1, { sharpness: 0.01 })).reason!, /reference: blurred/);
  assert.match(match(face(1), looks.slice(0, 2)).reason!, /only 2 clear looks/);
  assert.equal(match(face(1), []).decision, 'undecidable');
});

test('two mouths are two tracks, through a missed look and a change of order', () => {
  const a = (aperture: number, x = 100) => face(0, { at: [x, 100], mouthAperture: aperture });
  const b = (aperture: number) => face(1, { at: [400, 120], mouthAperture: aperture });
  const tracks = mouthTracks(looksOf([[a(0.1), b(0.01)], [b(0.02), a(0.2, 110)], [b(0.03)], [a(0.4, 120), b(0.04)]]));
  assert.deepEqual(
    tracks.map((track) => track.looks.map((look) => look.aperture)),
    [
      [0.01, 0.02, 0.03, 0.04],
      [0.1, 0.2, 0.4],
    ],
  );
  assert.deepEqual(tracks[0]?.box.slice(0, 2), [400, 120]);
  assert.equal(mouthTracks(looksOf([[a(0.1)], [a(0.1, 300)]])).length, 2, 'a jump is another face');
});
