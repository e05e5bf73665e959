export * from './derive.ts';
export * from './digest.ts';
export * from './errors.ts';
export { type DecoderLimits, INPUT_LIMITS } from './limits.ts';
export { fpsPerWindow, type Gap, gapsOf, type PacketWalk, packetWalk, type TrackPackets } from './packets.ts';
export * from './pcm.ts';
export { probe } from './probe.ts';
export {
  complaint,
  type DecoderResult,
  type DecoderRun,
  INPUT,
  inputArgs,
  OUT,
  runFfmpeg,
  sandboxLevel,
} from './run.ts';
export { type SandboxLevel, type SandboxReport, toolPath } from './sandbox.ts';
