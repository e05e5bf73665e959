import type { FactDraft, Role } from '@mingjian/timeline';
import { cosine, matchable, matchDecision } from './decision.ts';
import { detector } from './detector-name.ts';
import type { FaceObservation } from './observation.ts';
import type { FaceLook } from './runs.ts';

export type ReferenceMatchOptions = {
  /** The face of the reference picture: the photo on the ID card, a file photo. */
  reference: FaceObservation | undefined;
  /** What the reference is, for the fact: `id_photo`, `file_photo`. */
  against: string;
  role?: Role;
  /** Which face of a look is meant; default: the largest. */
  pick?: (look: FaceLook) => FaceObservation | undefined;
};

/** The clearest looks decide; more of them change nothing. */
const MOST_LOOKS = 9;
const FEWEST_LOOKS = 3;

/**
 * The person in the recording against a reference picture (人证比对), one `face.match` measure: the middle cosine of the clearest looks, in
 * the zones of `matchDecision`. Undecidable with its reason: no usable reference, fewer than three clear looks, or between the zones.
 */
export const referenceMatchFact = (looks: readonly FaceLook[], options: ReferenceMatchOptions): FactDraft => {
  const { reference, against, role, pick = ({ faces }) => faces[0] } = options;
  const about: FactDraft = {
    ...{ t: looks[0]?.tMs ?? 0, kind: 'measure', name: 'face.match', detector, against },
    ...(role === undefined ? {} : { role }),
  };
  const undecidable = (reason: string): FactDraft => ({ ...about, decision: 'undecidable', reason });
  if (reference === undefined) return undecidable('no face in the reference');
  const quality = matchable(reference);
  if (!quality.ok) return undecidable(`reference: ${quality.reason}`);
  const faces = looks.flatMap((look) => pick(look) ?? []);
  const clear = faces.filter((face) => matchable(face).ok).toSorted((a, b) => b.sharpness - a.sharpness);
  const used = clear.slice(0, MOST_LOOKS);
  if (used.length < FEWEST_LOOKS) {
    const why = faces.map(matchable).find((one) => !one.ok);
    return undecidable(`only ${used.length} clear looks${why === undefined || why.ok ? '' : `: ${why.reason}`}`);
  }
  const scores = used.map((face) => cosine(face.embedding!, reference.embedding!)).sort((a, b) => a - b);
  const score = scores[Math.floor(scores.length / 2)]!;
  const decision = matchDecision(score);
  return {
    ...about,
    ...{ score, decision, measures: { looks: used.length } },
    ...(decision === 'undecidable' ? { reason: 'the score lies between the zones' } : {}),
  };
};
