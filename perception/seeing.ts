import type { Capability } from '@mingjian/detector-core';
import { type FaceLook, faceFacts } from '@mingjian/face';
import type { FileDescription } from '@mingjian/inspection';
import { inspectQuality, type PcmExtract } from '@mingjian/quality';
import type { FactDraft } from '@mingjian/timeline';
import type { Engines } from './engines.ts';

/** Faces are looked at this often; a face is out or back within one step. */
export const faceStepMs = 2000;
/** Enough for a face of 60 pixels in a 640-pixel picture, half the cost of full size. */
const faceFrameWidthPx = 512;

export type LookOptions = {
  path: string;
  file: FileDescription;
  pcm: PcmExtract;
  signal: AbortSignal;
  progress(done: number): void;
  expectedWidthPx?: number;
  expectedHeightPx?: number;
};
export type Seen = { facts: FactDraft[]; capabilities: Capability[] };

/** One decode of the picture serves the quality detectors and the faces. */
export const look = async (engines: Engines, options: LookOptions): Promise<Seen> => {
  const { file } = options;
  const hasPicture = file.tracks.some((track) => track.kind === 'video');
  const faceCapabilities = hasPicture ? engines.faces.capabilities() : engines.faces.capabilities().map(withoutPicture);
  const canDetect = faceCapabilities.some((one) => one.name === 'face.detect' && one.available);
  const canMatch = faceCapabilities.some((one) => one.name === 'face.match' && one.available);
  const observed: FaceLook[] = [];
  let crashed: string | undefined;
  const quality = await inspectQuality(options.path, file, {
    pcm: options.pcm,
    signal: options.signal,
    onProgress: options.progress,
    ...(options.expectedWidthPx === undefined ? {} : { expectedWidthPx: options.expectedWidthPx }),
    ...(options.expectedHeightPx === undefined ? {} : { expectedHeightPx: options.expectedHeightPx }),
    ...(canDetect
      ? {
          frames: {
            everyMs: faceStepMs,
            widthPx: faceFrameWidthPx,
            onFrame: async (frame) => {
              if (crashed !== undefined) return;
              try {
                const faces = await engines.faces.observe(frame, {
                  mesh: true,
                  embedding: canMatch,
                  signal: options.signal,
                });
                observed.push({ tMs: frame.tMs, faces });
              } catch (error) {
                options.signal.throwIfAborted();
                crashed = `人脸检测中断于 faces failed at ${frame.tMs} ms: ${error instanceof Error ? error.message : String(error)}`;
              }
            },
          },
        }
      : {}),
  });
  const faces = canDetect ? faceFacts(observed, { durationMs: file.durationMs, everyMs: faceStepMs }) : [];
  const reason = crashed;
  const seenCapabilities =
    reason === undefined ? faceCapabilities : faceCapabilities.map((one) => ({ ...one, available: false, reason }));
  return {
    facts: [...quality.filter((fact) => fact.kind !== 'capability'), ...faces],
    capabilities: [...capabilitiesOf(quality), ...seenCapabilities],
  };
};

const withoutPicture = (capability: Capability): Capability => ({
  ...capability,
  available: false,
  reason: '录制中没有画面轨道',
});

/** The quality pass writes its capabilities as facts; they go where the others are. */
const capabilitiesOf = (facts: readonly FactDraft[]): Capability[] =>
  facts
    .filter((fact) => fact.kind === 'capability')
    .map((fact) => ({
      name: fact.name,
      available: fact.value === true,
      model: fact.model ?? null,
      ...(fact.reason === undefined ? {} : { reason: fact.reason }),
    }));
