export type { Pcm as PcmExtract } from '@mingjian/media';
export { inspectQuality, type QualityOptions } from './inspect.ts';
export { measureLipSync } from './lip-sync.ts';
export type { FrameTap, RgbFrame } from './video-pass.ts';
