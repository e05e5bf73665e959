import type { FaceObservation, Point } from './observation.ts';

/** 468 points of MediaPipe's face mesh in picture pixels. */
export type Mesh = readonly (readonly [number, number, number])[];

const at = (mesh: Mesh, index: number): Point => {
  const point = mesh[index];
  if (point === undefined) throw new Error(`the face mesh has ${mesh.length} points, none with number ${index}`);
  return [point[0], point[1]];
};
const centre = (mesh: Mesh, indexes: readonly number[]): Point => {
  const points = indexes.map((index) => at(mesh, index));
  return [
    points.reduce((sum, p) => sum + p[0], 0) / points.length,
    points.reduce((sum, p) => sum + p[1], 0) / points.length,
  ];
};
const distance = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1]);

export const fivePoints = (mesh: Mesh): FaceObservation['points'] => [
  centre(mesh, [33, 133, 159, 145]),
  centre(mesh, [263, 362, 386, 374]),
  at(mesh, 1),
  at(mesh, 61),
  at(mesh, 291),
];

/** The tight box that anti-spoofing and size limits mean; the detector's own box is 1.5 times as large. */
export const meshBox = (mesh: Mesh): FaceObservation['box'] => {
  const [xs, ys] = [mesh.map((p) => p[0]), mesh.map((p) => p[1])];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return [left, top, Math.max(...xs) - left, Math.max(...ys) - top];
};

/** Opening of mouth and eyes as a share of the face's height, so that distance to the camera does not matter. */
export const apertures = (mesh: Mesh): { mouthAperture: number; eyeAperture: number } => {
  const height = Math.max(1, distance(at(mesh, 10), at(mesh, 152)));
  const eyes = (distance(at(mesh, 159), at(mesh, 145)) + distance(at(mesh, 386), at(mesh, 374))) / 2;
  return { mouthAperture: distance(at(mesh, 13), at(mesh, 14)) / height, eyeAperture: eyes / height };
};
