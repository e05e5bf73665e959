import { UnusableInput } from '@mingjian/media';
import type { FactDraft } from '@mingjian/timeline';
import sharp from 'sharp';
import { cosine, matchable, matchDecision, unclearReason } from './decision.ts';
import { detector } from './detector-name.ts';
import { type Faces, type FacesOptions, openFaces } from './faces.ts';
import type { FaceObservation, RgbFrame } from './observation.ts';

/** Longest side given to the detector; larger pictures only cost time. */
const longestSidePx = 1280;
/** Tight crops have no room around the face, and the detector needs some. */
const crampedSidePx = 320;

/** A picture file as the detector takes it: upright, without alpha, with a margin when it is a small crop. */
export const readPicture = async (picture: Uint8Array): Promise<RgbFrame> => {
  const image = sharp(picture, { limitInputPixels: 64_000_000 })
    .rotate()
    .flatten({ background: '#808080' })
    .toColourspace('srgb')
    .resize({ width: longestSidePx, height: longestSidePx, fit: 'inside', withoutEnlargement: true });
  const first = await image.raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = first.info;
  const marginPx = Math.max(width, height) < crampedSidePx ? Math.round(Math.max(width, height) / 3) : 0;
  const { data, info } = await sharp(first.data, { raw: { width, height, channels } })
    .extend({ top: marginPx, bottom: marginPx, left: marginPx, right: marginPx, background: '#808080' })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { tMs: 0, width: info.width, height: info.height, rgb: new Uint8Array(data) };
};

const read = async (picture: Uint8Array): Promise<RgbFrame> => {
  try {
    return await readPicture(picture);
  } catch (error) {
    throw new UnusableInput('not_media', `the picture cannot be read: ${error instanceof Error ? error.message : ''}`);
  }
};

/** Compares the largest faces of two pictures. `undecidable` carries the reason: no face, two faces, quality, or the zone. */
export const compareFaces = (
  a: readonly FaceObservation[],
  b: readonly FaceObservation[],
): { decision: 'same' | 'different' | 'undecidable'; score?: number; reason?: string } => {
  for (const [faces, which] of [
    [a, 'picture'],
    [b, 'reference'],
  ] as const) {
    const [face] = faces;
    if (face === undefined) return { decision: 'undecidable', reason: `no face in the ${which}` };
    const quality = matchable(face);
    if (!quality.ok) return { decision: 'undecidable', reason: `${which}: ${quality.reason}` };
  }
  const score = cosine(a[0]!.embedding!, b[0]!.embedding!);
  const decision = matchDecision(score);
  return { decision, score, ...(decision === 'undecidable' ? { reason: 'the score lies between the zones' } : {}) };
};

const pictureFacts = (faces: readonly FaceObservation[]): FactDraft[] => {
  const reason = faces[0] === undefined ? undefined : unclearReason(faces[0]);
  return [
    { t: 0, kind: 'state', name: 'face.count', value: faces.length, detector },
    ...(faces.length === 0 ? [{ t: 0, kind: 'state', name: 'face.out', detector } as const] : []),
    ...(reason === undefined ? [] : [{ t: 0, kind: 'state', name: 'face.unclear', reason, detector } as const]),
  ];
};

/**
 * Facts of one picture file (JPEG, PNG, WebP …): `face.count`, and with a reference picture `face.match`.
 * Opens the engine for itself unless one is given. @throws UnusableInput when a picture cannot be decoded.
 */
export const matchFaces = async (
  picture: Uint8Array,
  reference?: Uint8Array,
  options: FacesOptions & { faces?: Faces } = {},
): Promise<FactDraft[]> => {
  const { faces: given, ...places } = options;
  const engine = given ?? openFaces(places);
  try {
    const found = await engine.observe(await read(picture), { embedding: reference !== undefined });
    const facts = pictureFacts(found);
    if (reference === undefined) return facts;
    const other = await engine.observe(await read(reference), { embedding: true });
    return [...facts, { t: 0, kind: 'measure', name: 'face.match', detector, ...compareFaces(found, other) }];
  } finally {
    if (given === undefined) await engine.stop();
  }
};
