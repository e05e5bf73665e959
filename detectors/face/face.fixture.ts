import type { FaceObservation, Point } from './observation.ts';

/** A clear face of a person (unit vector `person`) at a place, posed; sizes in pixels. */
export const face = (
  person = 0,
  pose: Partial<FaceObservation> & { turn?: number; nod?: number; at?: [number, number]; sizePx?: number } = {},
): FaceObservation => {
  const { turn = 0, nod = 0.6, at = [100, 100], sizePx = 110, ...rest } = pose;
  const embedding = new Float32Array(512);
  embedding[person] = 1;
  const [x, y] = at;
  const point = (dx: number, dy: number): Point => [x + dx * sizePx, y + dy * sizePx];
  return {
    box: [x, y, sizePx * 0.8, sizePx],
    score: 0.9,
    points: [
      point(0.2, 0.3),
      point(0.6, 0.3),
      point(0.4 + turn * 0.4, 0.3 + nod * 0.4),
      point(0.25, 0.7),
      point(0.55, 0.7),
    ],
    mouthAperture: 0.02,
    eyeAperture: 0.06,
    yawDegrees: -turn * 45,
    pitchDegrees: 0,
    sharpness: 0.12,
    brightness: 120,
    embedding,
    ...rest,
  };
};
