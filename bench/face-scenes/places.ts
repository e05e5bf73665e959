import { join } from 'node:path';
import { type CastMember, type Faces, faceFacts, inBoxFacts, sameFrameFacts } from '@mingjian/face';
import { compose, frame, look, type Placed, photo } from './compose.ts';
import { count, holds, type Tally, tally } from './score.ts';

const EVERY_MS = 1000;
const SEGMENT_S = 3;
/** A moment this close to an edge is nobody's: the detector may be off by one look. */
const EDGE_MS = 500;

/** Pairs of people with two photographs each: one shown, one the reference, and somebody else who walks in. */
const casts = [
  [['p06_4', 'p06_3'], ['p02_1', 'p02_5'], 'p08_1'],
  [['p06_8', 'p06_1'], ['p03_1', 'p03_2'], 'p07_1'],
  [['p01_2', 'p01_5'], ['p04_1', 'p04_2'], 'p06_5'],
  [['p05_1', 'p05_2'], ['p06_7', 'p06_4'], 'p01_3'],
  [['p02_3', 'p02_1'], ['p05_5', 'p05_1'], 'p03_2'],
  [['p04_2', 'p04_4'], ['p03_2', 'p03_1'], 'p06_3'],
  [['p07_1', 'p07_2'], ['p06_5', 'p06_8'], 'p02_4'],
  [['p01_5', 'p01_2'], ['p02_4', 'p02_2'], 'p09_1'],
] as const;
const path = (name: string) => `identity/${name}.${/^p0[1-5]/.test(name) ? 'png' : 'jpg'}`;

type Segment = { agent: boolean; customer: boolean; stranger: boolean };
/** What happens one after the other in every scene. */
const story: Segment[] = [
  { agent: true, customer: true, stranger: false },
  { agent: true, customer: false, stranger: false },
  { agent: false, customer: false, stranger: false },
  { agent: true, customer: true, stranger: true },
  { agent: true, customer: false, stranger: true },
  { agent: false, customer: true, stranger: false },
];

const spanS = (i: number) => ({ fromS: i * SEGMENT_S, toS: (i + 1) * SEGMENT_S });
const isNearEdge = (tMs: number): boolean => {
  const inside = tMs % (SEGMENT_S * 1000);
  return inside < EDGE_MS || inside >= SEGMENT_S * 1000 - EDGE_MS;
};

/** Same frame, stranger and out of frame on eight scenes of six segments. */
export const together = async (faces: Faces, dir: string): Promise<Tally[]> => {
  const [same, stranger, out] = [
    tally('same frame (both by photo)'),
    tally('stranger (by photo)'),
    tally('out of frame'),
  ];
  for (const [n, [agent, customer, other]] of casts.entries()) {
    const [a, b, c] = await Promise.all([agent[0], customer[0], other].map((name) => photo(faces, path(name))));
    const [refA, refB] = await Promise.all([agent[1], customer[1]].map((name) => photo(faces, path(name))));
    const placed = story.flatMap((segment, i): Placed[] => [
      ...(segment.agent ? [{ cutting: a!.cutting, x: 130, y: 230, height: 125, ...spanS(i) }] : []),
      ...(segment.customer ? [{ cutting: b!.cutting, x: 350, y: 240, height: 120, ...spanS(i) }] : []),
      ...(segment.stranger ? [{ cutting: c!.cutting, x: 550, y: 220, height: 105, ...spanS(i) }] : []),
    ]);
    const seconds = story.length * SEGMENT_S;
    const frames = compose(placed, { seconds, everyMs: EVERY_MS / 2, file: join(dir, `together-${n}.webm`) });
    const looks = await look(faces, frames, true);
    const cast: CastMember[] = [
      { role: 'agent', reference: refA!.face.embedding! },
      { role: 'customer', reference: refB!.face.embedding! },
    ];
    const options = { durationMs: seconds * 1000, everyMs: EVERY_MS / 2 };
    const facts = [
      ...sameFrameFacts(looks, { cast, frame, ...options }),
      ...faceFacts(looks, options).filter((f) => f.name === 'face.out'),
    ];
    for (const { tMs } of looks.filter((one) => !isNearEdge(one.tMs))) {
      const segment = story[Math.min(story.length - 1, Math.floor(tMs / (SEGMENT_S * 1000)))]!;
      const seen = holds(facts, 'face.same_frame', tMs);
      count(same, segment.agent && segment.customer, seen?.value as boolean | undefined);
      count(stranger, segment.stranger, holds(facts, 'face.stranger', tMs) !== undefined);
      count(out, !segment.agent && !segment.customer && !segment.stranger, holds(facts, 'face.out', tMs) !== undefined);
    }
  }
  return [same, stranger, out];
};

const guide = { x: 0.3, y: 0.15, width: 0.4, height: 0.7 };
/** Centre and height of the face. */
const stances = [
  { x: 320, y: 240, height: 190, isIn: true },
  { x: 130, y: 240, height: 190, isIn: false },
  { x: 310, y: 250, height: 175, isIn: true },
  { x: 320, y: 240, height: 75, isIn: false },
  { x: 320, y: 240, height: 460, isIn: false },
  { x: 330, y: 230, height: 205, isIn: true },
  { x: 520, y: 250, height: 175, isIn: false },
] as const;
const people = ['p01_2', 'p02_1', 'p03_1', 'p04_2', 'p05_1', 'p06_4', 'p07_1', 'p08_1'] as const;

/** In the guide box or beside, too far, too near: eight people in seven stances. */
export const inBox = async (faces: Faces, dir: string): Promise<Tally[]> => {
  const found = tally('in the box');
  for (const [n, name] of people.entries()) {
    const { cutting } = await photo(faces, path(name));
    const placed = stances.map(({ x, y, height }, i): Placed => ({ cutting, x, y, height, ...spanS(i) }));
    const seconds = stances.length * SEGMENT_S;
    const frames = compose(placed, { seconds, everyMs: EVERY_MS / 2, file: join(dir, `box-${n}.webm`) });
    const looks = await look(faces, frames, false);
    const facts = inBoxFacts(looks, { guide, frame, durationMs: seconds * 1000, everyMs: EVERY_MS / 2 });
    for (const { tMs } of looks.filter((one) => !isNearEdge(one.tMs))) {
      const stance = stances[Math.min(stances.length - 1, Math.floor(tMs / (SEGMENT_S * 1000)))]!;
      count(found, stance.isIn, holds(facts, 'face.in_box', tMs)?.value as boolean | undefined);
    }
  }
  return [found];
};
