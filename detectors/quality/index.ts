export { inspectQuality, type QualityOptions } from './inspect.ts';
export type { FrameTap, RgbFrame } from './video-pass.ts';
