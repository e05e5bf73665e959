import { join } from 'node:path';
import { type ChallengeKind, challengeKinds, type FaceLook, type Faces, judgeChallenges } from '@mingjian/face';
import { type Cutting, compose, data, framesOf, look, type Placed, photo } from './compose.ts';
import { count, type Tally, tally } from './score.ts';

const EVERY_MS = 80;

type Clip = { name: string; kind: ChallengeKind; looks: FaceLook[]; startMs: number; endMs: number };
const path = (name: string) => `identity/${name}.${/^p0[1-5]/.test(name) ? 'png' : 'jpg'}`;

/** Small photographs are not enlarged: that would blur them. */
const heightOf = ({ faceHeight }: Cutting): number => Math.min(200, faceHeight);

/** One person frontal, then with the movement, then frontal again, out of their photographs; mirrored as a second clip. */
const moves: { kind: ChallengeKind; mirrored: ChallengeKind; still: string; moved: string }[] = [
  { kind: 'turn_left', mirrored: 'turn_right', still: 'p06_4', moved: 'p06_2' },
  { kind: 'turn_right', mirrored: 'turn_left', still: 'p03_1', moved: 'p03_5' },
  { kind: 'open_mouth', mirrored: 'open_mouth', still: 'p06_4', moved: 'p06_6' },
];

const posed = async (faces: Faces, dir: string): Promise<Clip[]> => {
  const clips: Clip[] = [];
  for (const [n, { kind, mirrored, still, moved }] of moves.entries()) {
    const [a, b] = [await photo(faces, path(still)), await photo(faces, path(moved))];
    for (const isMirrored of [false, true]) {
      const at = { x: 320, y: 240, height: heightOf(a.cutting), isMirrored };
      const placed: Placed[] = [
        { cutting: a.cutting, ...at, fromS: 0, toS: 1 },
        { cutting: b.cutting, ...at, fromS: 1, toS: 2 },
        { cutting: a.cutting, ...at, fromS: 2, toS: 3 },
      ];
      const frames = compose(placed, {
        seconds: 3,
        everyMs: EVERY_MS,
        file: join(dir, `move-${n}-${isMirrored}.webm`),
      });
      const looks = await look(faces, frames, false);
      const name = `${still} to ${moved}${isMirrored ? ', mirrored' : ''}`;
      clips.push({ name, kind: isMirrored ? mirrored : kind, looks, startMs: 300, endMs: 2900 });
    }
  }
  return clips;
};

/** Photographs held up: they tremble, and do nothing that is asked. */
const held = [
  'p01_2',
  'p02_1',
  'p03_1',
  'p03_5',
  'p04_2',
  'p05_1',
  'p06_2',
  'p06_4',
  'p06_6',
  'p06_8',
  'p07_1',
  'p08_1',
] as const;

/**
 * Active liveness on real faces: blinks of the talking face (seen by eye at 0.96 s and 1.28 s), posed photographs, and attacks with
 * photographs and with the replayed clip. There is no clip with a nod that was asked for.
 */
export const challenges = async (faces: Faces, dir: string): Promise<Tally[]> => {
  const tallies = Object.fromEntries(challengeKinds.map((kind) => [kind, tally(`active liveness: ${kind}`)]));
  const judge = (clip: Clip): boolean | undefined => {
    const { decision } = judgeChallenges([{ kind: clip.kind, startMs: clip.startMs, endMs: clip.endMs }], clip.looks);
    return decision === 'undecidable' ? undefined : decision === 'pass';
  };
  const talking = await look(faces, framesOf(join(data, 'video/talking-face-a.mp4'), 40), false);
  count(tallies.blink!, true, judge({ name: 'talking', kind: 'blink', looks: talking, startMs: 200, endMs: 2200 }));
  // A replayed recording is asked to turn: it talks on.
  for (let startMs = 0; startMs + 2000 <= 8000; startMs += 1000)
    for (const kind of ['turn_left', 'turn_right'] as const)
      count(tallies[kind]!, false, judge({ name: 'replay', kind, looks: talking, startMs, endMs: startMs + 2000 }));
  for (const clip of await posed(faces, dir)) count(tallies[clip.kind]!, true, judge(clip));
  for (const [n, name] of held.entries()) {
    const { cutting } = await photo(faces, path(name));
    const placed = [{ cutting, x: 320, y: 240, height: heightOf(cutting), fromS: 0, toS: 2.4 }];
    const frames = compose(placed, { seconds: 2.4, everyMs: EVERY_MS, file: join(dir, `held-${n}.webm`) });
    const looks = await look(faces, frames, false);
    for (const kind of challengeKinds)
      count(tallies[kind]!, false, judge({ name, kind, looks, startMs: 100, endMs: 2400 }));
  }
  return Object.values(tallies);
};
