import { capabilityFact } from '@mingjian/detector-core';
import type { FileDescription } from '@mingjian/inspection';
import { type Pcm, packetWalk } from '@mingjian/media';
import type { FactDraft } from '@mingjian/timeline';
import { containerFacts, gapEffects } from './container-facts.ts';
import { DETECTOR, stateFact } from './fact.ts';
import { soundFacts } from './sound-facts.ts';
import { pictureFacts, resolutionFacts } from './video-facts.ts';
import { type FrameTap, videoPass } from './video-pass.ts';

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

const videoQuality = async (
  path: string,
  description: FileDescription,
  options: QualityOptions,
): Promise<FactDraft[]> => {
  const picture = description.tracks.find((track) => track.kind === 'video');
  const endMs = description.durationMs;
  if (picture === undefined)
    return [
      stateFact('video.missing', { startMs: 0, endMs }, {}, { reason: 'the file has no picture track' }),
      capability('video.quality', true),
    ];
  const walk = await packetWalk(path, description, options.signal);
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
  const resolution = resolutionFacts(picture, endMs, {
    width: options.expectedWidthPx,
    height: options.expectedHeightPx,
  });
  if (video.frames.length === 0) {
    const reason = `no frame of the picture could be decoded (${video.errors[0] ?? 'no reason given'})`;
    return [
      stateFact('video.missing', { startMs: 0, endMs }, {}, { track: 'v0', reason }),
      ...resolution,
      capability('video.quality', false, reason),
    ];
  }
  const facts = [...pictureFacts(video, packets === undefined ? endMs : packets.endS * 1000), ...resolution];
  const share = packets === undefined ? 1 : video.frames.length / packets.timesS.length;
  if (share < DECODED_SHARE)
    facts.push(
      capability(
        'video.quality',
        false,
        `only ${Math.round(share * 100)} % of the frames could be decoded (${video.errors[0] ?? 'damaged data'})`,
      ),
    );
  else facts.push(capability('video.quality', true));
  return facts;
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
  const picture = await videoQuality(path, description, options);
  options.signal?.throwIfAborted();
  const sound = await soundFacts(options.pcm, description.durationMs);
  options.onProgress?.(1);
  const measured = [...container, ...picture, ...sound];
  return [...measured, ...gapEffects(measured), capability('audio.quality', true)];
};
