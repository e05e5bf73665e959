import type { FactDraft, Role } from '@mingjian/timeline';
import { cosine, matchable, matchDecision } from './decision.ts';
import { detector } from './detector-name.ts';
import type { FrameSize, Region } from './in-box.ts';
import type { FaceObservation } from './observation.ts';
import { type FaceLook, runsOf, withoutBlips } from './runs.ts';

/** Somebody who belongs in the picture, known by a reference photo's embedding, by their place, or by both (the photo goes first). */
export type CastMember = { role: Role; reference?: Float32Array; place?: Region };
export type CastOptions = { cast: readonly CastMember[]; frame: FrameSize; durationMs: number; everyMs: number };

type Casting = {
  present: Set<Role>;
  /** Faces that are nobody of the cast: clear, and different from every reference. */
  strangers: { face: FaceObservation; score: number }[];
  /** Faces of which nothing can be said. */
  unknown: number;
};

const isIn = (face: FaceObservation, place: Region, frame: FrameSize): boolean => {
  const [x, y] = [(face.box[0] + face.box[2] / 2) / frame.width, (face.box[1] + face.box[3] / 2) / frame.height];
  return x >= place.x && x <= place.x + place.width && y >= place.y && y <= place.y + place.height;
};

type Likeness = { face: FaceObservation; member: CastMember; score: number };

/** Every clear face against every reference, the most alike first. */
const likenesses = (faces: readonly FaceObservation[], cast: readonly CastMember[]): Likeness[] =>
  faces
    .filter((face) => matchable(face).ok)
    .flatMap((face) =>
      cast.flatMap((member) =>
        member.reference === undefined ? [] : [{ face, member, score: cosine(face.embedding!, member.reference) }],
      ),
    )
    .sort((a, b) => b.score - a.score);

/** Who is who in one look. Nobody is two people, and no role is taken twice. */
const castLook = ({ faces }: FaceLook, { cast, frame }: CastOptions): Casting => {
  const known = new Map<FaceObservation, Role>();
  const taken = new Set<Role>();
  const take = (face: FaceObservation, role: Role) => {
    if (known.has(face) || taken.has(role)) return;
    known.set(face, role);
    taken.add(role);
  };
  const scores = likenesses(faces, cast);
  for (const { face, member, score } of scores) if (matchDecision(score) === 'same') take(face, member.role);
  const best = (face: FaceObservation) => scores.find((one) => one.face === face)?.score;
  const isForeign = (face: FaceObservation) => {
    const score = best(face);
    return score !== undefined && matchDecision(score) === 'different';
  };
  for (const face of faces) {
    // A place may stand for a face only where no reference speaks against it.
    const member = cast.find(
      ({ place, reference }) =>
        place !== undefined && isIn(face, place, frame) && !(reference !== undefined && isForeign(face)),
    );
    if (member !== undefined) take(face, member.role);
  }
  const others = faces.filter((face) => !known.has(face));
  const allKnown = cast.every(({ reference }) => reference !== undefined);
  const strangers = others.filter((face) => allKnown && isForeign(face)).map((face) => ({ face, score: best(face)! }));
  return { present: taken, strangers, unknown: others.length - strangers.length };
};

/** `together`, the roles that are missing, or that it cannot be told. */
const togetherness = ({ present, unknown }: Casting, cast: readonly CastMember[]): string => {
  const missing = cast.filter(({ role }) => !present.has(role)).map(({ role }) => role);
  if (missing.length === 0) return 'together';
  return unknown > 0 ? 'unknown' : missing.join(',');
};

const endOf = (times: readonly number[], { durationMs, everyMs }: CastOptions): number =>
  Math.max(times.at(-1)!, Math.min(durationMs, times.at(-1)! + 2 * everyMs));

const stateOf = (name: string, run: { startMs: number; endMs: number }): FactDraft => {
  const [t, end] = [Math.round(run.startMs), Math.round(run.endMs)];
  return { t, end, kind: 'state', name, detector, measures: { durationMs: end - t } };
};

/**
 * Same frame by role (同框), `face.same_frame`: `value` true while everybody of the cast is in the picture, false with `missing` (and `role`
 * when it is one) while somebody is not; without a value where a face is there that may be them. And `face.stranger` while a clear face
 * is none of the cast, in two looks or more; that needs a reference photo of everybody.
 */
export const sameFrameFacts = (looks: readonly FaceLook[], options: CastOptions): FactDraft[] => {
  if (looks.length === 0 || options.cast.length === 0) return [];
  const castings = looks.map((look) => castLook(look, options));
  const times = looks.map(({ tMs }) => tMs);
  const endMs = endOf(times, options);
  const states = withoutBlips(castings.map((casting) => togetherness(casting, options.cast)));
  const together = runsOf(states, times, endMs).map((run): FactDraft => {
    const fact = stateOf('face.same_frame', run);
    if (run.value === 'together') return { ...fact, value: true };
    if (run.value === 'unknown')
      return { ...fact, decision: 'undecidable', reason: 'a face is there that cannot be told apart' };
    const missing = run.value.split(',') as Role[];
    return { ...fact, value: false, missing, ...(missing.length === 1 ? { role: missing[0]! } : {}) };
  });
  const strange = withoutBlips(castings.map(({ strangers }) => strangers.length > 0));
  const strangers = runsOf(strange, times, endMs)
    .filter((run) => run.value)
    .map((run): FactDraft => {
      const inside = castings.filter((_, i) => times[i]! >= run.startMs && times[i]! < run.endMs);
      const score = Math.max(...inside.flatMap((casting) => casting.strangers.map((one) => one.score)));
      return {
        ...stateOf('face.stranger', run),
        score,
        decision: 'different',
        reason: 'matches nobody of the session',
      };
    });
  return [...together, ...strangers].sort((a, b) => a.t - b.t);
};
