import type { FaceObservation } from './observation.ts';

/** Cosines measured on 67 photographs, 135 same and 2,010 different pairs: .326 is FAR 0.1 %, .228 the equal error rate. */
export const matchZones = { same: 0.326, different: 0.228 } as const;
export type MatchDecision = 'same' | 'different' | 'undecidable';

export const cosine = (a: Float32Array, b: Float32Array): number => {
  let [dot, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    dot += a[i]! * b[i]!;
    aa += a[i]! ** 2;
    bb += b[i]! ** 2;
  }
  return aa === 0 || bb === 0 ? 0 : dot / Math.sqrt(aa * bb);
};

export const matchDecision = (score: number): MatchDecision =>
  score >= matchZones.same ? 'same' : score <= matchZones.different ? 'different' : 'undecidable';

/**
 * Limits under which nothing is said about a face. Sharp faces measured .06–.21, the blurred stretch of a test recording .025; sharp
 * portraits with dark hair fall to .02 too, but keep the edges of their eyes: .62 and more, against .49–.53 in the blurred stretch and
 * .34–.56 in photographs blurred by 2.5 px. So a face is blurred only when both are low; see clarity.ts.
 */
export const clearFace = { smallestPx: 40, darkest: 45, blurriest: 0.035, softestEdges: 0.57 } as const;
export type Unclear = 'too far' | 'dark' | 'blurred';

/** Why this face cannot be judged, or nothing. Too far goes first: a small face always looks blurred. */
export const unclearReason = (face: FaceObservation): Unclear | undefined => {
  if (Math.max(face.box[2], face.box[3]) < clearFace.smallestPx) return 'too far';
  if (face.brightness < clearFace.darkest) return 'dark';
  if (face.sharpness < clearFace.blurriest && (face.edges ?? 0) < clearFace.softestEdges) return 'blurred';
  return undefined;
};

/** A face good enough for a 1:1 comparison, or why not. Profiles are the hard cases of the embedding. */
export const matchable = (face: FaceObservation): { ok: true } | { ok: false; reason: string } => {
  const unclear = unclearReason(face);
  if (unclear !== undefined) return { ok: false, reason: unclear };
  if (Math.abs(face.yawDegrees) > 45) return { ok: false, reason: 'turned away' };
  if (face.embedding === undefined) return { ok: false, reason: 'no face embedding: the model is not here' };
  return { ok: true };
};

export type LiveDecision = 'pass' | 'suspicious' | 'undecidable';
/** Zones of MiniFASNet: ≥ .8 pass, < .3 suspicious (only over most of ≥ 5 frames: a person looks), between undecidable. */
export const liveZones = { pass: 0.8, suspicious: 0.3, fewestFrames: 5 } as const;

/** Why passive liveness says nothing about this face; otherwise nothing. */
export const liveUndecidable = (face: FaceObservation): string | undefined => {
  if (face.live === undefined) return 'liveness was not measured';
  if (face.live.effectiveScale < 1.5) return 'no room around the face: move back';
  if (Math.max(face.box[2], face.box[3]) < 80) return 'face under 80 px';
  if (Math.abs(face.yawDegrees) > 30) return 'face turned more than 30°';
  if (face.brightness < 45 || face.brightness > 225) return 'too dark or over-exposed';
  return undefined;
};

/**
 * Passive liveness over the looks at one person. Never the only proof: an attack that fills the picture passes.
 * `suspicious` needs ≥ 5 judged looks, most of them under .3.
 */
export const liveDecision = (
  looks: readonly FaceObservation[],
): { decision: LiveDecision; score?: number; reason?: string } => {
  const reasons = looks.map(liveUndecidable);
  const scores = looks.filter((_, i) => reasons[i] === undefined).map((face) => face.live?.probability ?? 0);
  if (scores.length === 0) return { decision: 'undecidable', reason: reasons[0] ?? 'no face' };
  const score = scores.toSorted((a, b) => a - b)[Math.floor(scores.length / 2)] ?? 0;
  if (score >= liveZones.pass) return { decision: 'pass', score };
  const low = scores.filter((one) => one < liveZones.suspicious).length;
  if (scores.length >= liveZones.fewestFrames && low * 2 > scores.length) return { decision: 'suspicious', score };
  return { decision: 'undecidable', score, reason: 'between the zones, or too few looks: take more frames' };
};
