import type { FaceObservation, Point } from './observation.ts';

/**
 * Where a face points, from its five points alone, so that browser and server say the same of the same picture.
 * `turn`: the nose tip's distance from the middle of the eyes along their line, in eye distances. 0 frontal, positive towards the right of the
 * picture (the person's own left in a picture that is not mirrored), ±.5 at about 22°. `nod`: how far the nose lies on the way from eyes to
 * mouth; .5–.7 upright, smaller looking down, larger looking up.
 */
export type Pose = { turn: number; nod: number };

const middle = (a: Point, b: Point): Point => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];

export const poseOf = ({ points }: Pick<FaceObservation, 'points'>): Pose => {
  const [left, right, nose, mouthLeft, mouthRight] = points;
  const eyes = middle(left, right);
  const mouth = middle(mouthLeft, mouthRight);
  const distance = Math.hypot(right[0] - left[0], right[1] - left[1]) || 1;
  const [along, across] = [(right[0] - left[0]) / distance, (right[1] - left[1]) / distance];
  const down = (p: Point) => -(p[0] - eyes[0]) * across + (p[1] - eyes[1]) * along;
  const turn = ((nose[0] - eyes[0]) * along + (nose[1] - eyes[1]) * across) / distance;
  return { turn, nod: down(nose) / (down(mouth) || 1) };
};
