import type { FactDraft } from '@mingjian/timeline';
import { detector } from './detector-name.ts';
import type { FaceObservation } from './observation.ts';
import { type FaceLook, runsOf, withoutBlips } from './runs.ts';

/** A rectangle in shares of the picture, 0–1, from its upper left corner. */
export type Region = { x: number; y: number; width: number; height: number };
export type FrameSize = { width: number; height: number };

/** A face may stand out of the guide by this share: guides are drawn tight, and the mesh ends at the hair line. */
const INSIDE = 0.9;
/** Smaller than this share of the guide's height the person is too far away to be recognised. */
const LEAST_HEIGHT = 0.35;

export type Placement = 'in the box' | 'no face' | 'beside the box' | 'too near' | 'too far';

/** Where a face stands against a guide box. */
export const placementOf = (face: FaceObservation | undefined, guide: Region, frame: FrameSize): Placement => {
  if (face === undefined) return 'no face';
  const [x, y, width, height] = face.box;
  const [left, top] = [guide.x * frame.width, guide.y * frame.height];
  const [right, bottom] = [left + guide.width * frame.width, top + guide.height * frame.height];
  const overlap = (a: number, b: number, from: number, to: number) => Math.max(0, Math.min(b, to) - Math.max(a, from));
  const inside = overlap(x, x + width, left, right) * overlap(y, y + height, top, bottom);
  if (inside < INSIDE * width * height) {
    const isLarger = width > right - left || height > bottom - top;
    return isLarger && inside > 0 ? 'too near' : 'beside the box';
  }
  return height < LEAST_HEIGHT * (bottom - top) ? 'too far' : 'in the box';
};

export type InBoxOptions = { guide: Region; frame: FrameSize; durationMs: number; everyMs: number };

/** The face that belongs to the guide: the one that reaches furthest into it, else the largest. */
const ofTheGuide = ({ faces }: FaceLook, { guide, frame }: InBoxOptions): FaceObservation | undefined =>
  faces.find((face) => placementOf(face, guide, frame) === 'in the box') ?? faces[0];

/**
 * `face.in_box` states (人脸在框), one for each stretch: `value` true inside the guide, false outside with the reason and how long. No looks,
 * no facts. A single look that disagrees with its neighbours is a miss of the detector.
 */
export const inBoxFacts = (looks: readonly FaceLook[], options: InBoxOptions): FactDraft[] => {
  if (looks.length === 0) return [];
  const places = looks.map((look) => placementOf(ofTheGuide(look, options), options.guide, options.frame));
  const times = looks.map(({ tMs }) => tMs);
  const endMs = Math.max(times.at(-1)!, Math.min(options.durationMs, times.at(-1)! + 2 * options.everyMs));
  return runsOf(withoutBlips(places), times, endMs).map((run): FactDraft => {
    const [t, end] = [Math.round(run.startMs), Math.round(run.endMs)];
    const isIn = run.value === 'in the box';
    return {
      ...{ t, end, kind: 'state', name: 'face.in_box', value: isIn, detector, measures: { durationMs: end - t } },
      ...(isIn ? {} : { reason: run.value }),
    };
  });
};
