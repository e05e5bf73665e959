import type { Capability } from '@mingjian/detector-core';
import type { FileDescription } from '@mingjian/inspection';
import { windowFrames } from '@mingjian/media/window-frames.ts';
import { measureLipSync, type PcmExtract } from '@mingjian/quality';
import type { FactDraft } from '@mingjian/timeline';
import type { Engines } from './engines.ts';
import { talkingWindows } from './talking.ts';

/** 80 ms between looks: mouth and sound are compared in steps of 40 ms, finer looks cost more than they tell. */
const mouthStepMs = 80;
/** The mouth needs about 20 pixels; twice the face pass's width would double the cost. */
const mouthFrameWidthPx = 384;

export type LipsOptions = {
  path: string;
  file: FileDescription;
  pcm: PcmExtract;
  heard: readonly FactDraft[];
  seen: readonly FactDraft[];
  signal: AbortSignal;
  progress(done: number): void;
};
export type Lips = { facts: FactDraft[]; capabilities: Capability[] };

const notMeasured = (reason: string): Lips => ({
  facts: [],
  capabilities: [{ name: 'media.av_offset', available: false, model: null, reason }],
});

/**
 * Sound against picture from lips and speech, where one talking face is in the picture long enough.
 * Only stretches with speech and exactly one face are decoded again, so the cost does not grow with the recording.
 */
export const measureLips = async (engines: Engines, options: LipsOptions): Promise<Lips> => {
  const has = (kind: 'video' | 'audio') => options.file.tracks.some((track) => track.kind === kind);
  if (!has('video') || !has('audio')) return notMeasured('缺少画面或声音，无法核对音画同步');
  const detect = engines.faces.capabilities().find((one) => one.name === 'face.detect');
  if (!detect?.available) return notMeasured(detect?.reason ?? '人脸检测不可用');
  const windows = talkingWindows(options.heard, options.seen);
  if (windows.length === 0) return notMeasured('没有足够长的单人正面说话画面，无法核对音画同步');
  const mouth: { tMs: number; aperture: number }[] = [];
  for (const [index, window] of windows.entries()) {
    await windowFrames(options.path, options.file, {
      ...window,
      everyMs: mouthStepMs,
      widthPx: mouthFrameWidthPx,
      signal: options.signal,
      onFrame: async (frame) => {
        const [face] = await engines.faces.observe(frame, { mesh: true });
        if (face !== undefined) mouth.push({ tMs: frame.tMs, aperture: face.mouthAperture });
        options.progress((index + (frame.tMs - window.startMs) / (window.endMs - window.startMs)) / windows.length);
      },
    });
  }
  const measured = await measureLipSync({ mouth, pcm: options.pcm, windows });
  if ('undecidable' in measured) return notMeasured(measured.undecidable);
  return {
    facts: [
      {
        t: windows[0]?.startMs ?? 0,
        end: windows.at(-1)?.endMs ?? options.file.durationMs,
        kind: 'measure',
        name: 'media.av_offset',
        value: measured.audioLateMs,
        measures: { audioLateMs: measured.audioLateMs },
        confidence: measured.confidence,
        method: 'lips',
        detector: 'quality/lip-sync@1',
      },
    ],
    capabilities: [{ name: 'media.av_offset', available: true, model: null }],
  };
};
