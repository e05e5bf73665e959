import { quantile } from '@mingjian/signal/level.ts';
import { lengthMs, mergeSpans, runsWhere, type Span } from '@mingjian/signal/spans.ts';
import { BANDS } from './bands.ts';
import { inOrder } from './in-order.ts';

/**
 * Noise seen band by band. Speech leaves each band again and again within a second, because every sound of it fills only some of them;
 * noise fills all of them all the time. So the floors of the bands tell short noise and weak noise from speech where the whole level cannot.
 */
const FRAME_MS = 20;
const STEP = 5;
const SHORT_WINDOW = 60;
const LEAVES = 0.05;
/** A burst raises nearly all floors at once, 8 dB above what is usual in this recording. */
const RAISED_DB = 8;
const RAISED_BANDS = 11;
/** Above this distance from loud speech it does not hurt understanding. */
const SHORT_DISTANCE_DB = 26;
/** Clean recordings and calls reach 0.2 s of this by chance (a drawn-out vowel); noise of 1.6 s holds it for 0.4 s. */
const SHORT_HOLD_MS = 400;
/** Floors further than this below the speech are all alike: digital silence is no reference. */
const DEEPEST_DB = 60;

const WEAK_WINDOW = 75;
const WEAK_STEP = 50;
/** Windows in 8 s. */
const WEAK_RUN = 8;
/** Middle distance of the floors over 8 s: clean recordings and calls 34–55 dB, noise 19 dB under the speech 31, 15 dB 27, 13 dB 25. */
const WEAK_DISTANCE_DB = 27;
/** Once noise is certain it reaches as far as the floors stay this near. */
const WEAK_STAYS_DB = 30;

export type BandNoise = Span & { floorDb: number; distanceDb: number };
const db = (power: number): number => 10 * Math.log10(Math.max(power, 1e-12));

/** Level of loud speech from the bands, dBFS: the loudest twentieth of the frames. */
export const bandSpeechDb = (powers: Float32Array): number => {
  const frames = Math.floor(powers.length / BANDS);
  const totals = new Float64Array(frames);
  for (let f = 0; f < frames; f++) for (let b = 0; b < BANDS; b++) totals[f]! += powers[f * BANDS + b]!;
  return db(quantile(totals, 0.95));
};

type Floors = { perBand: Float64Array[]; total: Float64Array };

/** Floors of every band in windows of `size` frames every `step`. */
const floorsOf = (powers: Float32Array, size: number, step: number): Floors => {
  const frames = Math.floor(powers.length / BANDS);
  const count = Math.max(0, Math.floor((frames - size) / step) + 1);
  const perBand = Array.from({ length: BANDS }, () => new Float64Array(count));
  const total = new Float64Array(count);
  const window = new Float64Array(size);
  for (let w = 0; w < count; w++) {
    for (let b = 0; b < BANDS; b++) {
      for (let i = 0; i < size; i++) window[i] = powers[(w * step + i) * BANDS + b]!;
      perBand[b]![w] = inOrder(window, Math.floor(LEAVES * size));
      total[w]! += perBand[b]![w]!;
    }
  }
  return { perBand, total };
};

/** Bursts of noise of about 1.6 s and more, anywhere in running speech. */
export const findShortNoise = (powers: Float32Array): BandNoise[] => {
  const speechDb = bandSpeechDb(powers);
  const { perBand, total } = floorsOf(powers, SHORT_WINDOW, STEP);
  const usual = perBand.map((floors) => Math.max(db(quantile(floors, 0.15)), speechDb - DEEPEST_DB));
  const raised = (w: number) =>
    perBand.reduce((count, floors, b) => count + (db(floors[w]!) - usual[b]! >= RAISED_DB ? 1 : 0), 0);
  const noisy = (w: number) => raised(w) >= RAISED_BANDS && speechDb - db(total[w]!) < SHORT_DISTANCE_DB;
  const held = runsWhere(total.length, noisy).filter(([from, to]) => (to - from) * STEP * FRAME_MS >= SHORT_HOLD_MS);
  return held.map(([from, to]) => {
    const floorDb = db(quantile(total.subarray(from, to), 0.5));
    return {
      startMs: from * STEP * FRAME_MS,
      endMs: ((to - 1) * STEP + SHORT_WINDOW) * FRAME_MS,
      floorDb,
      distanceDb: speechDb - floorDb,
    };
  });
};

/** Noise too weak for the level's own floor, where it stays for 8 s and more. */
export const findWeakNoise = (powers: Float32Array): BandNoise[] => {
  const speechDb = bandSpeechDb(powers);
  const { total } = floorsOf(powers, WEAK_WINDOW, WEAK_STEP);
  const count = total.length - WEAK_RUN + 1;
  const middle = Array.from({ length: Math.max(0, count) }, (_, w) =>
    db(quantile(total.subarray(w, w + WEAK_RUN), 0.5)),
  );
  const distance = (w: number) => speechDb - middle[w]!;
  const near = runsWhere(middle.length, (w) => distance(w) < WEAK_STAYS_DB).filter(([from, to]) =>
    middle.slice(from, to).some((_, i) => distance(from + i) < WEAK_DISTANCE_DB),
  );
  const spans = near.map(([from, to]) => ({
    startMs: from * WEAK_STEP * FRAME_MS,
    endMs: ((to - 1 + WEAK_RUN - 1) * WEAK_STEP + WEAK_WINDOW) * FRAME_MS,
  }));
  return mergeSpans(spans, 2000)
    .filter((span) => lengthMs(span) >= WEAK_RUN * WEAK_STEP * FRAME_MS)
    .map((span) => {
      const inside = middle.slice(
        span.startMs / (WEAK_STEP * FRAME_MS),
        Math.max(1, Math.ceil(span.endMs / (WEAK_STEP * FRAME_MS)) - WEAK_RUN),
      );
      const floorDb = quantile(inside, 0.5);
      return { ...span, floorDb, distanceDb: speechDb - floorDb };
    });
};
