/** What one decoder child may use. */
export type DecoderLimits = {
  /** Address space, bytes. */
  memoryBytes: number;
  /** CPU seconds over all threads. */
  cpuSeconds: number;
  /** Wall clock, ms. */
  wallMs: number;
  /** Largest file it may write, bytes. */
  fileBytes: number;
  /** Open files. */
  openFiles: number;
  /** Processes and threads inside the sandbox. */
  processes: number;
};

/** One hour of 640x480 VP8 takes 45–110 CPU seconds to decode with the quality graph, so 20 CPU minutes are generous. */
export const DEFAULT_LIMITS: DecoderLimits = {
  memoryBytes: 3 * 1024 ** 3,
  cpuSeconds: 1200,
  wallMs: 3_600_000,
  fileBytes: 3 * 1024 ** 3,
  openFiles: 64,
  processes: 256,
};

/** Reading headers and packets of 2 GB takes seconds; more is an attack. */
export const PROBE_LIMITS: Partial<DecoderLimits> = {
  memoryBytes: 1024 ** 3,
  cpuSeconds: 120,
  wallMs: 240_000,
  fileBytes: 0,
};

/** Inputs beyond these are refused before anything is decoded. Issue: recordings up to 60 minutes and 2 GB. */
export const INPUT_LIMITS = {
  bytes: 2 * 1024 ** 3,
  durationMs: 3 * 3_600_000,
  sidePx: 8192,
  pixels: 4096 * 4096,
} as const;
