import { cosine, matchable, matchDecision } from './decision.ts';
import type { FaceObservation } from './observation.ts';
import type { FaceLook } from './runs.ts';

/** One person through time, in the order of appearance; `boxes` where and when. */
export type FaceTrack = {
  person: number;
  startMs: number;
  endMs: number;
  boxes: { tMs: number; box: FaceObservation['box'] }[];
};
export type PersonChange = { tMs: number; score: number; box: FaceObservation['box'] };
type Person = { embedding: Float32Array; track: FaceTrack };
type Newcomer = { face: FaceObservation; embedding: Float32Array; tMs: number; score: number };

const nearness = (a: FaceObservation['box'], b: FaceObservation['box']): number =>
  Math.hypot(a[0] + a[2] / 2 - b[0] - b[2] / 2, a[1] + a[3] / 2 - b[1] - b[3] / 2) / Math.max(a[2], b[2], 1);

/**
 * Who is who through time. A face is a known person when the embeddings agree, a new one when it differs from all known
 * people in two looks in a row; in between it is nobody's. `changes` are new people who sit where a known one has gone.
 */
export const followPeople = (looks: readonly FaceLook[]): { tracks: FaceTrack[]; changes: PersonChange[] } => {
  const people: Person[] = [];
  const changes: PersonChange[] = [];
  let waiting: Newcomer[] = [];
  const enter = ({ face, embedding, tMs }: Newcomer) => {
    const track = { person: people.length, startMs: tMs, endMs: tMs, boxes: [{ tMs, box: face.box }] };
    people.push({ embedding, track });
  };
  for (const { tMs, faces } of looks) {
    const before = waiting;
    waiting = [];
    for (const face of faces) {
      if (!matchable(face).ok || face.embedding === undefined) continue;
      const { embedding } = face;
      const scores = people.map((person) => cosine(person.embedding, embedding));
      const score = scores.length === 0 ? -1 : Math.max(...scores);
      const known = people[scores.indexOf(score)];
      const decision = matchDecision(score);
      if (known !== undefined && decision === 'same') {
        known.track.endMs = tMs;
        known.track.boxes.push({ tMs, box: face.box });
      } else if (decision === 'different') {
        const earlier = before.find((one) => matchDecision(cosine(one.embedding, embedding)) === 'same');
        if (earlier === undefined) waiting.push({ face, embedding, tMs, score });
        else {
          const gone = people.length >= faces.length && people.length > 0;
          enter(earlier);
          if (gone) changes.push({ tMs: earlier.tMs, score: earlier.score, box: earlier.face.box });
        }
      }
    }
  }
  return { tracks: people.map((person) => person.track), changes };
};

/** Who is who through time, by embedding; without embeddings by place (a track breaks when a face jumps by its width). */
export const faceTracks = (looks: readonly FaceLook[]): FaceTrack[] => {
  if (looks.some((look) => look.faces.some((face) => face.embedding !== undefined))) return followPeople(looks).tracks;
  const tracks: FaceTrack[] = [];
  looks.forEach(({ tMs, faces }, i) => {
    const sinceMs = looks[Math.max(0, i - 2)]?.tMs ?? 0;
    for (const face of faces) {
      const track = tracks
        .filter((one) => one.endMs >= sinceMs && one.endMs < tMs)
        .find((one) => nearness(one.boxes.at(-1)?.box ?? face.box, face.box) < 1);
      if (track === undefined) {
        tracks.push({ person: tracks.length, startMs: tMs, endMs: tMs, boxes: [{ tMs, box: face.box }] });
      } else {
        track.endMs = tMs;
        track.boxes.push({ tMs, box: face.box });
      }
    }
  });
  return tracks;
};
