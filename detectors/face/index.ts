export {
  clearFace,
  cosine,
  type LiveDecision,
  liveDecision,
  liveZones,
  type MatchDecision,
  matchDecision,
  matchZones,
  unclearReason,
} from './decision.ts';
export { type Faces, type FacesOptions, type MouthLook, openFaces } from './faces.ts';
export { type FaceFactsOptions, faceFacts } from './facts.ts';
export { compareFaces, matchFaces, readPicture } from './match.ts';
export type { FaceObservation, ObserveWant, RgbFrame } from './observation.ts';
export { type FaceTrack, faceTracks } from './people.ts';
export type { FaceLook } from './runs.ts';
