export { type CastMember, type CastOptions, sameFrameFacts } from './cast.ts';
export {
  type ActiveLiveness,
  type Challenge,
  type ChallengeKind,
  type ChallengeOptions,
  challengeKinds,
  type Judgement,
  judgeChallenges,
  recheckChallenges,
} from './challenge.ts';
export { challengeFacts } from './challenge-facts.ts';
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
export { type FrameSize, type InBoxOptions, inBoxFacts, type Placement, placementOf, type Region } from './in-box.ts';
export { compareFaces, matchFaces, readPicture } from './match.ts';
export { type MouthTrack, mouthTracks } from './mouths.ts';
export type { FaceObservation, ObserveWant, RgbFrame } from './observation.ts';
export { type FaceTrack, faceTracks } from './people.ts';
export { type Pose, poseOf } from './pose.ts';
export { type ReferenceMatchOptions, referenceMatchFact } from './reference-match.ts';
export type { FaceLook } from './runs.ts';
