import { capabilityFact } from '@mingjian/detector-core';
import type { MediaTrack } from '@mingjian/inspection';
import { lengthMs, overlaps, type Span } from '@mingjian/signal/spans.ts';
import type { FactDraft } from '@mingjian/timeline';
import { DETECTOR, stateFact } from './fact.ts';
import { findFrameRateDrop } from './frame-rate.ts';
import { findFrozenHalves } from './frozen-half.ts';
import { findResolutionDrops, type KeyFrame } from './key-frames.ts';
import { findBlack, findBlurred, findCovered } from './light.ts';
import { findPartlyCovered } from './partly-covered.ts';
import { wholeSharpness } from './sharpness.ts';
import { findStandstill } from './still.ts';
import type { VideoFeatures } from './video-pass.ts';

const track = 'v0';

const sharpnessCapability = (available: boolean, reason?: string): FactDraft =>
  capabilityFact(
    { name: 'video.sharpness', available, model: null, ...(reason === undefined ? {} : { reason }) },
    DETECTOR,
  );

/** Clear edges in a look, and looks, below which nothing is to be seen. */
const [FEW_EDGES, FEW_LOOKS] = [30, 4] as const;

/** Blurred parts against the sharp rest; without any, the recording as a whole, three-valued. */
const blurFacts = (video: VideoFeatures, options: { endMs: number; except: Span[] }): FactDraft[] => {
  // What shows nothing but noise cannot lose its sharpness; a codec keeps more of the noise at one time and less at another.
  const seen = video.sharpness.filter(({ edges }) => edges >= FEW_EDGES).length;
  const parts = seen < FEW_LOOKS ? [] : findBlurred(video, options);
  const whole = wholeSharpness(video);
  if (whole.decision === 'blurred') {
    const span = { startMs: 0, endMs: options.endMs };
    const edges = { edgeSharpness: whole.edgeSharpness };
    return [stateFact('video.blurred', span, edges, { track }), sharpnessCapability(true)];
  }
  const facts = parts.map((span) => stateFact('video.blurred', span, { detailOfSharp: span.detailOfSharp }, { track }));
  // What is blurred against a sharp rest was judged, whatever the edges say of the whole.
  const isOpen = whole.decision === 'undecidable' && facts.length === 0;
  return [...facts, isOpen ? sharpnessCapability(false, whole.reason) : sharpnessCapability(true)];
};

/**
 * Facts on the decoded picture: black, covered, blurred, low frame rate, frozen (also one half of a split screen), stutter; and the
 * capability `video.sharpness`. `endMs` is the end of the picture. Pure: the same features give the same facts.
 */
export const pictureFacts = (video: VideoFeatures, endMs: number): FactDraft[] => {
  const black = findBlack(video, endMs);
  const covered = findCovered(video, endMs);
  const partly = findPartlyCovered(video, endMs).filter(
    (span) => ![...black, ...covered].some((other) => overlaps(other, span)),
  );
  const dark = [...black, ...covered, ...partly];
  const slow = findFrameRateDrop(video, { except: dark });
  const { frozen, stutter } = findStandstill(video, { endMs, except: dark, slow });
  const halves = findFrozenHalves(video, { endMs, except: [...dark, ...frozen, ...slow] });
  return [
    ...black.map((span) => stateFact('video.black', span, { durationMs: lengthMs(span) }, { track })),
    ...covered.map((span) => stateFact('video.covered', span, { lumaSpread: span.lumaSpread }, { track })),
    ...partly.map((span) => stateFact('video.covered', span, { coveredShare: span.coveredShare }, { track })),
    ...blurFacts(video, { endMs, except: dark }),
    ...slow
      .filter((span) => !stutter.some((s) => s.startMs < span.endMs && span.startMs < s.endMs))
      .map((span) => stateFact('video.fps_drop', span, { fps: span.fps, usualFps: span.usualFps }, { track })),
    ...frozen.map((span) => stateFact('video.frozen', span, { durationMs: lengthMs(span) }, { track })),
    ...halves.map((span) =>
      stateFact('video.frozen', span, { durationMs: lengthMs(span) }, { track, half: span.half }),
    ),
    ...stutter.map((span) => stateFact('video.stutter', span, { count: span.count }, { track })),
  ];
};

/** Stretches in which the sender made the picture smaller; the player shows them enlarged and soft. */
export const resolutionDropFacts = (keyFrames: readonly KeyFrame[], endMs: number): FactDraft[] =>
  findResolutionDrops(keyFrames, endMs).map(({ startMs, endMs: to, ...sizes }) =>
    stateFact('video.resolution_drop', { startMs, endMs: to }, sizes, { track }),
  );

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
