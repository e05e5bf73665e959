import type { FaceObservation } from './observation.ts';
import type { FaceLook } from './runs.ts';

/** The openings of one mouth through time; `box` is where the face is most of the time. */
export type MouthTrack = {
  track: number;
  box: FaceObservation['box'];
  looks: { tMs: number; aperture: number }[];
};

/** A head moves by less than half its width from one look to the next, and is missed in one look at most. */
const FURTHEST = 0.6;
const MISSED_LOOKS = 3;

type Open = MouthTrack & { last: FaceObservation['box']; lastLook: number };

const distance = (a: FaceObservation['box'], b: FaceObservation['box']): number =>
  Math.hypot(a[0] + a[2] / 2 - b[0] - b[2] / 2, a[1] + a[3] / 2 - b[1] - b[3] / 2) / Math.max(a[2], b[2], 1);

const middle = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

/**
 * Every mouth in the picture apart, followed by place, so that each voice can be given to a face: whose opening goes with which channel's sound
 * is for perception to choose. Longest track first.
 */
export const mouthTracks = (looks: readonly FaceLook[]): MouthTrack[] => {
  const open: (Open & { boxes: FaceObservation['box'][] })[] = [];
  looks.forEach(({ tMs, faces }, look) => {
    const candidates = faces
      .flatMap((face) => open.map((track) => ({ face, track, away: distance(track.last, face.box) })))
      .filter(({ track, away }) => away < FURTHEST && look - track.lastLook <= MISSED_LOOKS)
      .sort((a, b) => a.away - b.away);
    const used = new Set<unknown>();
    for (const { face, track } of candidates) {
      if (used.has(face) || used.has(track)) continue;
      used.add(face).add(track);
      track.looks.push({ tMs, aperture: face.mouthAperture });
      track.boxes.push(face.box);
      track.last = face.box;
      track.lastLook = look;
    }
    for (const face of faces) {
      if (used.has(face)) continue;
      const first = { looks: [{ tMs, aperture: face.mouthAperture }], boxes: [face.box] };
      open.push({ track: open.length, box: face.box, last: face.box, lastLook: look, ...first });
    }
  });
  return open
    .sort((a, b) => b.looks.length - a.looks.length || a.track - b.track)
    .map(({ looks: seen, boxes }, track) => ({
      track,
      box: [0, 1, 2, 3].map((i) => middle(boxes.map((box) => box[i]!))) as FaceObservation['box'],
      looks: seen,
    }));
};
