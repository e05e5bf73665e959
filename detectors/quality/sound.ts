import { type FrameLevels, quantile, toDb } from '@mingjian/signal/level.ts';
import { lengthMs, mergeSpans, runsWhere, type Span } from '@mingjian/signal/spans.ts';

/** Level of loud speech: the loudest twentieth of the 20 ms frames. */
export const speechLevelDb = (levels: FrameLevels): number => quantile(levels.rmsDb, 0.95);

const spanOf = ([from, to]: [number, number], frameMs: number): Span => ({
  startMs: from * frameMs,
  endMs: to * frameMs,
});

/** 16-bit zero, give or take a codec's last bit: Opus decodes digital silence to −112, G.711 and AAC to nothing. */
const DIGITAL_DB = -98;
/** Room tone below this cannot be told from digital silence in 16 bits. */
const LEAST_ROOM_DB = -90;
const DROPOUT_MS = 200;

/**
 * Dropouts (断音): digital silence in a recording whose other pauses have room tone. Where pauses are digital as a rule (gated, synthetic or
 * very quiet sound) silence proves nothing, and none is reported. `cutWords`: only silence that cuts speech off within 80 ms, for one side of a call, where exchanges send nothing while the other side speaks.
 */
export const findDropouts = (levels: FrameLevels, options: { cutWords: boolean } = { cutWords: false }): Span[] => {
  const { rmsDb, frameMs } = levels;
  const speech = speechLevelDb(levels);
  const runs = (test: (db: number) => boolean, leastMs: number) =>
    runsWhere(rmsDb.length, (i) => test(rmsDb[i]!))
      .map((run) => spanOf(run, frameMs))
      .filter((span) => lengthMs(span) >= leastMs);
  const digital = runs((db) => db <= DIGITAL_DB, DROPOUT_MS);
  // An encoder's delay at the very start is no dropout, and sound that ends early is judged by the packets.
  const inside = digital.filter((span) => span.startMs > 100 || lengthMs(span) >= 1000);
  const room = runs((db) => db > DIGITAL_DB && db < speech - 25, 100);
  const roomDb = quantile(
    Array.from(rmsDb).filter((db) => db > DIGITAL_DB && db < speech - 25),
    0.25,
  );
  const rooms = room.reduce((sum, span) => sum + lengthMs(span), 0);
  if (room.length < 3 || rooms < 800 || roomDb < LEAST_ROOM_DB || digital.length > room.length / 2) return [];
  const cut = ({ startMs }: Span): boolean => {
    const at = startMs / frameMs;
    return rmsDb.subarray(Math.max(0, at - 4), at).some((db) => db > speech - 15);
  };
  const gone = inside.map((span) => faded(span, roomDb - 8, levels)).filter((span) => !options.cutWords || cut(span));
  return mergeSpans(gone, 60);
};

/** A codec fades into silence for up to 0.3 s: the dropout begins where the room tone is gone. */
const faded = (span: Span, belowDb: number, { rmsDb, frameMs }: FrameLevels): Span => {
  let [from, to] = [span.startMs / frameMs, span.endMs / frameMs];
  while (from > 0 && rmsDb[from - 1]! < belowDb) from--;
  while (to < rmsDb.length && rmsDb[to]! < belowDb) to++;
  return { startMs: from * frameMs, endMs: to * frameMs };
};

export type ClippedSpan = Span & { clippedPpm: number };
export const CLIP_WINDOW_MS = 100;
/** Share of samples in the top fifth of the window's own amplitude: speech 0.01–0.03, cut-off tops 0.05–0.5, also after Opus and AAC. */
const FLAT_SHARE = 0.07;
const LOUD = 0.5 * 32768;
/** 100 ms at 16 kHz: largest sample, share of samples in its top fifth, samples at .9 of full scale and more. */
export type ClipWindow = Span & { high: number; flatShare: number; full: number };

/** Whole windows of a piece that begins at `startMs`. */
export const clipWindows = (samples: Int16Array, startMs: number): ClipWindow[] => {
  const size = CLIP_WINDOW_MS * 16;
  return Array.from({ length: Math.floor(samples.length / size) }, (_, w) => {
    const [from, to] = [w * size, (w + 1) * size];
    let high = 0;
    for (let i = from; i < to; i++) high = Math.max(high, Math.abs(samples[i]!));
    let [count, full] = [0, 0];
    for (let i = from; i < to; i++) {
      const x = Math.abs(samples[i]!);
      if (x >= 0.8 * high) count++;
      if (x >= 0.9 * 32768) full++;
    }
    const at = startMs + w * CLIP_WINDOW_MS;
    return { startMs: at, endMs: at + CLIP_WINDOW_MS, high, flatShare: count / size, full };
  });
};

/** How far loud but uncut windows beside a clipped passage belong to it: its softer words. */
const SOFTER_MS = 500;

/** Clipped (削波) spans: at least four windows of 100 ms with flat tops, each at most 2.5 s after the one before. */
export const findClipped = (windows: readonly ClipWindow[]): ClippedSpan[] => {
  const loud = windows.filter((w) => w.high >= LOUD);
  const hot = loud.filter((w) => w.flatShare >= FLAT_SHARE);
  const widened = (span: Span): Span => {
    const near = loud.filter((w) => w.startMs >= span.startMs - SOFTER_MS && w.endMs <= span.endMs + SOFTER_MS);
    return { startMs: near[0]?.startMs ?? span.startMs, endMs: near.at(-1)?.endMs ?? span.endMs };
  };
  return mergeSpans(
    hot.map(({ startMs, endMs }) => ({ startMs, endMs })),
    2500,
  )
    .filter((span) => hot.filter((h) => h.startMs >= span.startMs && h.endMs <= span.endMs).length >= 4)
    .map((found) => {
      const span = widened(found);
      const inside = windows.filter((w) => w.startMs >= span.startMs && w.endMs <= span.endMs);
      const full = inside.reduce((sum, w) => sum + w.full, 0);
      return { ...span, clippedPpm: Math.round((full / (inside.length * CLIP_WINDOW_MS * 16)) * 1e6) };
    });
};

export type NoiseSpan = Span & { snrDb: number; floorDb: number };
const NOISE_WINDOW_MS = 4000;
const NOISE_STEP_MS = 250;
const QUIETEST = 0.03;
/** Frames for noise: short enough to fit into the gaps of running speech. */
export const NOISE_FRAME_MS = 10;
/**
 * Distance of loud speech from the quietest 3 % of 4 s, in frames of 10 ms. In clean running speech it stays above 30 dB, because even
 * that has gaps; noise at a true ratio of 3 dB brings it to 11, street noise at 6 dB to 7–12, babble at 11 dB to 18–21, at 15 dB to 22–27
 * (test recordings and calls).
 */
const NOISY_DB = 21;
/** Quieter noise than this does not hurt understanding, whatever the level of speech. */
export const LEAST_FLOOR_DB = -60;

/** The local floor per step: 3 % quantile of the frames in the window around it. */
const floors = ({ rmsDb, frameMs }: FrameLevels): number[] => {
  const [half, step] = [NOISE_WINDOW_MS / frameMs / 2, NOISE_STEP_MS / frameMs];
  const found: number[] = [];
  for (let i = 0; i < rmsDb.length; i += step) {
    // At both ends of the file the window moves inwards: a shorter one would take three frames of speech for a floor.
    const from = Math.max(0, Math.min(i - half, rmsDb.length - 2 * half));
    found.push(quantile(rmsDb.subarray(from, from + 2 * half), QUIETEST));
  }
  return found;
};

/**
 * Sets a span's edges to the frames, because quantiles over 4 s see an edge late: it reaches as far as no frame falls clearly below the
 * noise. How steady the noise is tells what is clear: 1.5 dB below hiss, more below noise of a few low tones.
 */
const grown = (span: Span, { rmsDb, frameMs }: FrameLevels): Span => {
  const third = lengthMs(span) / 3;
  const core = rmsDb.subarray((span.startMs + third) / frameMs, (span.endMs - third) / frameMs);
  const floorDb = quantile(core, 0.05);
  const limit = floorDb - Math.max(1.5, 2 * (floorDb - quantile(core, 0)));
  const middle = Math.round((span.startMs + span.endMs) / 2 / frameMs);
  let [from, to] = [middle, middle];
  while (from > 0 && rmsDb[from - 1]! >= limit) from--;
  while (to < rmsDb.length && rmsDb[to]! >= limit) to++;
  return { startMs: from * frameMs, endMs: to * frameMs };
};

/** What is noise for certain: the windows of the quantiles reach half their length beyond the edges. */
const shrunk = ({ startMs, endMs }: Span, fileEndMs: number): Span => {
  const inset = NOISE_WINDOW_MS / 2;
  const middle = (startMs + endMs) / 2;
  return {
    startMs: startMs === 0 ? 0 : Math.min(middle, startMs + inset),
    endMs: endMs >= fileEndMs ? fileEndMs : Math.max(middle, endMs - inset),
  };
};
const joined = (a: Span, b: Span): Span => ({
  startMs: Math.min(a.startMs, b.startMs),
  endMs: Math.max(a.endMs, b.endMs),
});

/** Noisy (噪声) spans of at least 2 s: a floor that stands close under the speech. Needs speech: undefined when there is none to compare. */
export const findNoise = (levels: FrameLevels): NoiseSpan[] | undefined => {
  const speech = speechLevelDb(levels);
  if (!(speech > -70)) return undefined;
  const local = floors(levels);
  const noisy = (i: number) => speech - local[i]! < NOISY_DB && local[i]! > LEAST_FLOOR_DB;
  const spans = runsWhere(local.length, noisy).map(([from, to]) => {
    const core = {
      startMs: from * NOISE_STEP_MS,
      endMs: Math.min(to * NOISE_STEP_MS, levels.rmsDb.length * levels.frameMs),
    };
    return joined(shrunk(core, levels.rmsDb.length * levels.frameMs), grown(core, levels));
  });
  return mergeSpans(spans, 5000)
    .filter((span) => lengthMs(span) >= 2000)
    .map((span) => {
      const inside = levels.rmsDb.subarray(span.startMs / levels.frameMs, span.endMs / levels.frameMs);
      const floorDb = quantile(inside, 0.1);
      return { ...span, floorDb, snrDb: snrOf(inside, floorDb) };
    });
};

/** Power of the louder half less the floor's, against the floor's, dB. */
const snrOf = (rmsDb: Float32Array, floorDb: number): number => {
  const middle = quantile(rmsDb, 0.5);
  const loud = Array.from(rmsDb)
    .filter((db) => db >= middle)
    .map((db) => 10 ** (db / 10));
  const power = loud.reduce((sum, p) => sum + p, 0) / Math.max(1, loud.length);
  const noise = 10 ** (floorDb / 10);
  return 2 * toDb(Math.sqrt(Math.max(power - noise, 1e-12) / noise)) * 0.5;
};

/** Seconds in which somebody speaks: frames within 30 dB of the loud ones and above `floorDb`. */
export const voicedSeconds = ({ rmsDb, frameMs }: FrameLevels, aboveDb: number): number =>
  (rmsDb.reduce((count, db) => count + (db > aboveDb ? 1 : 0), 0) * frameMs) / 1000;
