/** One picture as the media layer gives it: 8-bit RGB, rows from the top, no padding. */
export type RgbFrame = { tMs: number; width: number; height: number; rgb: Uint8Array };
export type Point = [x: number, y: number];

/** One face in one picture; places in pixels of that picture. */
export type FaceObservation = {
  /** x, y, width, height of all mesh points: brow to chin, without hair. */
  box: [number, number, number, number];
  /** What the detector believes, 0–1. */
  score: number;
  /** Left and right eye, nose tip, left and right mouth corner, as seen in the picture. */
  points: [Point, Point, Point, Point, Point];
  /** Distance of the lips ÷ face height; closed ≈ .01, talking up to .13. */
  mouthAperture: number;
  /** Mean opening of the eyes ÷ face height. */
  eyeAperture: number;
  yawDegrees: number;
  pitchDegrees: number;
  /** Share of fine detail in the aligned face, 0–1 (clarity.ts). */
  sharpness: number;
  /** How sharp the clear edges inside the face are, 0–1; does not mind dark hair beside pale skin (clarity.ts). */
  edges?: number;
  /** Mean luma of the face, 0–255. */
  brightness: number;
  /** 512 numbers of length 1, when asked for and the model is here. */
  embedding?: Float32Array;
  /** Probability of a live face and how much room was around it, when asked for and the model is here. */
  live?: { probability: number; effectiveScale: number };
};
export type ObserveWant = { mesh?: boolean; embedding?: boolean; live?: boolean };
