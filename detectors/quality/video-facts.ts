import type { MediaTrack } from '@mingjian/inspection';
import { lengthMs } from '@mingjian/signal/spans.ts';
import type { FactDraft } from '@mingjian/timeline';
import { stateFact } from './fact.ts';
import { findFrameRateDrop } from './frame-rate.ts';
import { findBlack, findBlurred, findCovered } from './light.ts';
import { findStandstill } from './still.ts';
import type { VideoFeatures } from './video-pass.ts';

const track = 'v0';

/** Facts on the decoded picture: black, covered, blurred, low frame rate, frozen, stutter. `endMs` is the end of the picture. */
export const pictureFacts = (video: VideoFeatures, endMs: number): FactDraft[] => {
  const black = findBlack(video, endMs);
  const covered = findCovered(video, endMs);
  const dark = [...black, ...covered];
  const slow = findFrameRateDrop(video, { except: dark });
  const { frozen, stutter } = findStandstill(video, { endMs, except: dark, slow });
  const blurred = findBlurred(video, { endMs, except: dark });
  return [
    ...black.map((span) => stateFact('video.black', span, { durationMs: lengthMs(span) }, { track })),
    ...covered.map((span) => stateFact('video.covered', span, { lumaSpread: span.lumaSpread }, { track })),
    ...blurred.map((span) => stateFact('video.blurred', span, { detailOfSharp: span.detailOfSharp }, { track })),
    ...slow
      .filter((span) => !stutter.some((s) => s.startMs < span.endMs && span.startMs < s.endMs))
      .map((span) => stateFact('video.fps_drop', span, { fps: span.fps, usualFps: span.usualFps }, { track })),
    ...frozen.map((span) => stateFact('video.frozen', span, { durationMs: lengthMs(span) }, { track })),
    ...stutter.map((span) => stateFact('video.stutter', span, { count: span.count }, { track })),
  ];
};

/** The smallest picture in which a face at arm's length can be compared and a document read (银行双录 practice: 640x480). */
export const LEAST_PICTURE = { width: 640, height: 480 } as const;

/** Another size than agreed; or, when none is given, smaller than 640x480 (either way round). */
export const resolutionFacts = (
  picture: MediaTrack,
  endMs: number,
  expected: { width?: number | undefined; height?: number | undefined },
): FactDraft[] => {
  const [width, height] = [picture.width ?? 0, picture.height ?? 0];
  const [long, short] = [Math.max(width, height), Math.min(width, height)];
  const given = expected.width !== undefined || expected.height !== undefined;
  const wrong = given
    ? (expected.width ?? width) !== width || (expected.height ?? height) !== height
    : long < LEAST_PICTURE.width || short < LEAST_PICTURE.height;
  if (!wrong) return [];
  const measures = {
    widthPx: width,
    heightPx: height,
    expectedWidthPx: expected.width ?? LEAST_PICTURE.width,
    expectedHeightPx: expected.height ?? LEAST_PICTURE.height,
  };
  return [stateFact('video.wrong_resolution', { startMs: 0, endMs }, measures, { track })];
};
