import { capabilityFact } from '@mingjian/detector-core';
import type { FileDescription } from '@mingjian/inspection';
import { type PacketWalk, type Pcm, packetWalk } from '@mingjian/media';
import { overlaps } from '@mingjian/signal/spans.ts';
import type { FactDraft } from '@mingjian/timeline';
import { containerFacts, gapEffects } from './container-facts.ts';
import { DETECTOR, stateFact } from './fact.ts';
import { slateFacts, spliceFacts } from './joint-facts.ts';
import { readKeyFrames } from './key-frames.ts';
import { measureSound, soundFacts } from './sound-facts.ts';
import { pictureFacts, resolutionDropFacts, resolutionFacts } from './video-facts.ts';
import { type FrameTap, type VideoFeatures, videoPass } from './video-pass.ts';

export type QualityOptions = {
  /** The size agreed for this channel; without it, anything below 640x480 is wrong. */
  expectedWidthPx?: number;
  expectedHeightPx?: number;
  /** Frames for other detectors out of the same decoding. */
  frames?: FrameTap;
  /** From `extractPcm` of the same file. */
  pcm: Pcm;
  signal?: AbortSignal;
  /** Part of the picture done, 0–1. */
  onProgress?: (done: number) => void;
};

const capability = (name: string, available: boolean, reason?: string): FactDraft =>
  capabilityFact({ name, available, model: null, ...(reason === undefined ? {} : { reason }) }, DETECTOR);

/** Fewer decoded frames than this share of the packets means a damaged picture. */
const DECODED_SHARE = 0.9;

/** A smaller picture is shown enlarged and soft: saying blurred as well would name one fault twice. */
const withoutEnlarged = (facts: FactDraft[], resolution: readonly FactDraft[]): FactDraft[] => {
  const spanOf = (fact: FactDraft) => ({ startMs: fact.t, endMs: fact.end ?? fact.t });
  const drops = resolution.filter((fact) => fact.name === 'video.resolution_drop').map(spanOf);
  return facts.filter((fact) => fact.name !== 'video.blurred' || !drops.some((drop) => overlaps(drop, spanOf(fact))));
};

type Seen = { facts: FactDraft[]; video?: VideoFeatures };

const videoQuality = async (
  path: string,
  description: FileDescription,
  { walk, ...options }: QualityOptions & { walk: PacketWalk },
): Promise<Seen> => {
  const picture = description.tracks.find((track) => track.kind === 'video');
  const endMs = description.durationMs;
  if (picture === undefined) {
    const missing = stateFact('video.missing', { startMs: 0, endMs }, {}, { reason: 'the file has no picture track' });
    return { facts: [missing, capability('video.quality', true)] };
  }
  const packets = walk.tracks.find((track) => track.kind === 'video');
  const video = await videoPass(
    path,
    { ...picture, width: picture.width ?? 0, height: picture.height ?? 0 },
    {
      tap: options.frames,
      signal: options.signal,
      onTime: (tMs) => options.onProgress?.(Math.min(1, tMs / Math.max(1, endMs))),
    },
  );
  const keyFrames = await readKeyFrames(path, walk.startS, options.signal);
  const pictureEndMs = packets === undefined ? endMs : packets.endS * 1000;
  const resolution = [
    ...resolutionFacts(picture, endMs, { width: options.expectedWidthPx, height: options.expectedHeightPx }),
    ...resolutionDropFacts(keyFrames, pictureEndMs),
  ];
  if (video.frames.length === 0) {
    const reason = `no frame of the picture could be decoded (${video.errors[0] ?? 'no reason given'})`;
    const missing = stateFact('video.missing', { startMs: 0, endMs }, {}, { track: 'v0', reason });
    return { facts: [missing, ...resolution, capability('video.quality', false, reason)] };
  }
  const facts = [...withoutEnlarged(pictureFacts(video, pictureEndMs), resolution), ...resolution];
  const share = packets === undefined ? 1 : video.frames.length / packets.timesS.length;
  const few = `only ${Math.round(share * 100)} % of the frames could be decoded (${video.errors[0] ?? 'damaged data'})`;
  const isWhole = share >= DECODED_SHARE;
  return { facts: [...facts, capability('video.quality', isWhole, isWhole ? undefined : few)], video };
};

/**
 * Technical quality of one recording: one decoding of the picture, its packets and its sound. Facts are named in docs/reference/facts.md.
 * Throws `UnusableInput` when the decoder dies at a limit, and the signal's reason on abort.
 */
export const inspectQuality = async (
  path: string,
  description: FileDescription,
  options: QualityOptions,
): Promise<FactDraft[]> => {
  const walk = await packetWalk(path, description, options.signal);
  const container = containerFacts(description, walk);
  const { facts: picture, video } = await videoQuality(path, description, { ...options, walk });
  options.signal?.throwIfAborted();
  const channels = await measureSound(options.pcm);
  const sound = soundFacts(channels, description.durationMs);
  options.onProgress?.(1);
  const measured = [...container, ...picture, ...sound];
  return [
    ...measured,
    ...gapEffects(measured),
    ...slateFacts(video, channels),
    ...spliceFacts({ video, channels, walk, container }),
    capability('audio.quality', true),
  ];
};
