import { cosine, matchable, matchDecision, unclearReason } from './decision.ts';
import type { FaceObservation } from './observation.ts';
import { poseOf } from './pose.ts';
import type { FaceLook } from './runs.ts';

/** Movements that can be asked for; left and right are the person's own. */
export const challengeKinds = ['turn_left', 'turn_right', 'nod', 'open_mouth', 'blink'] as const;
export type ChallengeKind = (typeof challengeKinds)[number];
/** One movement and the time in which it must be made. The order is drawn by whoever asks: nothing here is random. */
export type Challenge = { kind: ChallengeKind; startMs: number; endMs: number };
export type Judgement = {
  kind: ChallengeKind;
  decision: 'done' | 'not_done' | 'undecidable';
  /** The moment of the movement's height. */
  atMs?: number;
  reason?: string;
};
export type ActiveLiveness = { decision: 'pass' | 'fail' | 'undecidable'; challenges: Judgement[]; reason?: string };
export type ChallengeOptions = {
  /** The picture is mirrored, as a front camera shows it: left and right change places. */
  isMirrored?: boolean;
};

/** Talking heads turn by .36 at most and open their mouths to .16 for a syllable (a talking video); photographs turned by 23–28° read .53–.72. */
const TURNED = 0.45;
const OTHER_WAY = -0.45;
const NODDED = 0.25;
const OPENED = 0.11;
/** Eyes closed against their usual opening; a look downwards reads .7. */
const CLOSED = 0.66;
const OPEN_AGAIN = 0.8;
const BLINK_LONGEST_MS = 700;
/** Nobody answers faster: what is under way when the words appear was recorded before. */
const FASTEST_MS = 150;
/** Looks this far apart cannot miss the movement. A blink takes 100–400 ms. */
const SLOWEST_LOOKS_MS: Record<ChallengeKind, number> = {
  ...{ turn_left: 400, turn_right: 400, nod: 250, open_mouth: 300, blink: 90 },
};
const SEEN_SHARE = 0.7;

type Seen = { tMs: number; face: FaceObservation };

const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const highest = (seen: readonly Seen[], value: (face: FaceObservation) => number): Seen =>
  seen.reduce((best, one) => (value(one.face) > value(best.face) ? one : best));

type Movement = { atMs: number } | { reason: string };

const turned = (seen: readonly Seen[], side: 1 | -1): Movement => {
  const amount = (face: FaceObservation) => poseOf(face).turn * side;
  const start = amount(seen[0]!.face);
  if (start >= TURNED * 0.7) return { reason: 'already turned when asked' };
  const most = highest(seen, amount);
  if (amount(most.face) >= TURNED) return { atMs: most.tMs };
  const least = highest(seen, (face) => -amount(face));
  return { reason: amount(least.face) <= OTHER_WAY ? 'turned the other way' : 'did not turn far enough' };
};

/** Down and up again, in either order: the range of the nose between eyes and mouth, with a return. */
const nodded = (seen: readonly Seen[]): Movement => {
  const nods = seen.map(({ face }) => poseOf(face).nod);
  const rest = nods[0]!;
  const far = nods.reduce((best, nod, i) => (Math.abs(nod - rest) > Math.abs(nods[best]! - rest) ? i : best), 0);
  if (Math.abs(nods[far]! - rest) < NODDED) return { reason: 'did not nod far enough' };
  const returned = nods.slice(far + 1).some((nod) => Math.abs(nod - nods[far]!) >= NODDED * 0.6);
  return returned ? { atMs: seen[far]!.tMs } : { reason: 'the head did not come back' };
};

const opened = (seen: readonly Seen[]): Movement => {
  if (seen[0]!.face.mouthAperture >= OPENED) return { reason: 'the mouth was open when asked' };
  const held = seen.findIndex(
    ({ face }, i) => i > 0 && face.mouthAperture >= OPENED && seen[i - 1]!.face.mouthAperture >= OPENED,
  );
  return held < 0 ? { reason: 'the mouth did not open and stay open' } : { atMs: seen[held]!.tMs };
};

const blinked = (seen: readonly Seen[]): Movement => {
  const usual = median(seen.map(({ face }) => face.eyeAperture));
  const closed = seen.findIndex(({ face }, i) => i > 0 && face.eyeAperture <= usual * CLOSED);
  if (closed < 0) return { reason: 'the eyes did not close' };
  if (!seen.slice(0, closed).some(({ face }) => face.eyeAperture >= usual * OPEN_AGAIN))
    return { reason: 'the eyes were closed when asked' };
  const again = seen.find(({ tMs, face }) => tMs > seen[closed]!.tMs && face.eyeAperture >= usual * OPEN_AGAIN);
  if (again === undefined || again.tMs - seen[closed]!.tMs > BLINK_LONGEST_MS)
    return { reason: 'the eyes did not open again in time' };
  return { atMs: seen[closed]!.tMs };
};

const movement = (kind: ChallengeKind, seen: readonly Seen[], options: ChallengeOptions): Movement => {
  const toTheRight = options.isMirrored ? -1 : 1;
  if (kind === 'turn_left') return turned(seen, toTheRight);
  if (kind === 'turn_right') return turned(seen, toTheRight === 1 ? -1 : 1);
  if (kind === 'nod') return nodded(seen);
  return kind === 'open_mouth' ? opened(seen) : blinked(seen);
};

/** Why these looks decide nothing, or nothing. */
const undecided = (kind: ChallengeKind, looks: readonly FaceLook[], seen: readonly Seen[]): string | undefined => {
  if (looks.length < 2) return 'nobody looked in the time given';
  const steps = looks.slice(1).map((look, i) => look.tMs - looks[i]!.tMs);
  const slowest = SLOWEST_LOOKS_MS[kind];
  if (median(steps) > slowest)
    return `looks every ${median(steps)} ms are too few: at most ${slowest} ms apart for ${kind}`;
  if (seen.length < looks.length * SEEN_SHARE) return 'no face in many of the looks';
  const unclear = seen.map(({ face }) => unclearReason(face)).filter((reason) => reason !== undefined);
  return unclear.length * 2 > seen.length ? `the face is ${unclear[0]}` : undefined;
};

const judgeOne = (challenge: Challenge, looks: readonly FaceLook[], options: ChallengeOptions): Judgement => {
  const { kind, startMs, endMs } = challenge;
  const inside = looks.filter(({ tMs }) => tMs >= startMs && tMs <= endMs);
  if (inside.some(({ faces }) => faces.length > 1))
    return { kind, decision: 'not_done', reason: 'a second face is in the picture' };
  const seen = inside.flatMap(({ tMs, faces }) => (faces[0] === undefined ? [] : [{ tMs, face: faces[0] }]));
  const open = undecided(kind, inside, seen);
  if (open !== undefined) return { kind, decision: 'undecidable', reason: open };
  const moved = movement(kind, seen, options);
  if ('reason' in moved) return { kind, decision: 'not_done', reason: moved.reason };
  if (moved.atMs - startMs < FASTEST_MS) return { kind, decision: 'not_done', reason: 'moved before it could be read' };
  return { kind, decision: 'done', atMs: moved.atMs };
};

/** Two people in one sequence, told by the embeddings of its clear frontal looks; undefined where there are none. */
const samePerson = (looks: readonly FaceLook[]): boolean | undefined => {
  const faces = looks.flatMap(({ faces: [face] }) => (face !== undefined && matchable(face).ok ? [face] : []));
  const first = faces[0]?.embedding;
  if (first === undefined || faces.length < 2) return undefined;
  const different = faces.filter((face) => matchDecision(cosine(first, face.embedding!)) === 'different');
  return different.length < 2;
};

/**
 * Active liveness (动作活体): whether each movement was made in its time, by one person, from looks at the same frames; pure, so the server
 * judges what the device judged. A missing movement fails; what could not be seen is undecidable, never done.
 */
export const judgeChallenges = (
  challenges: readonly Challenge[],
  looks: readonly FaceLook[],
  options: ChallengeOptions = {},
): ActiveLiveness => {
  const judged = challenges.map((challenge) => judgeOne(challenge, looks, options));
  if (challenges.length === 0) return { decision: 'undecidable', challenges: [], reason: 'nothing was asked' };
  if (samePerson(looks) === false)
    return { decision: 'fail', challenges: judged, reason: 'another person appears between the movements' };
  const failed = judged.find(({ decision }) => decision === 'not_done');
  if (failed !== undefined) return { decision: 'fail', challenges: judged, reason: `${failed.kind}: ${failed.reason}` };
  const open = judged.find(({ decision }) => decision === 'undecidable');
  if (open !== undefined)
    return { decision: 'undecidable', challenges: judged, reason: `${open.kind}: ${open.reason}` };
  return { decision: 'pass', challenges: judged };
};

/** The server's own judgement decides; where the device claimed more than the server sees, the difference is named. */
export const recheckChallenges = (device: ActiveLiveness, server: ActiveLiveness): ActiveLiveness => {
  if (device.decision === server.decision) return server;
  const difference = `the device says ${device.decision}, the server ${server.decision}`;
  return { ...server, reason: server.reason === undefined ? difference : `${server.reason}; ${difference}` };
};
