import { frameLevels, quantile } from './level.ts';
import type { Span } from './spans.ts';

/** Opening of the mouth at a moment on the media clock, in any unit that grows with the opening (lip gap over eye distance, say). */
export type MouthSample = { tMs: number; aperture: number };
export type AvOffset =
  | { audioLateMs: number; confidence: number; method: 'lips'; curve: { audioLateMs: number; r: number }[] }
  | { undecidable: string };

const STEP_MS = 40;
/** In natural speech the mouth opens about 80 ms before the sound (measured on the clean recordings, and the usual figure in phonetics). */
const NATURAL_LEAD_MS = 80;
const WIDEST_MS = 1200;
/** Natural video correlates at 0.4 at its peak on 8 s: 20 s of speech bring the spread of a chance peak (about 1/√n) well below that. */
const LEAST_SPEECH_MS = 20_000;
const LEAST_PEAK = 0.25;
/** The peak must stand out from the best value elsewhere. */
const LEAST_LEAD = 0.08;
const PEAK_WIDTH_MS = 280;
/** Two mouth samples further apart than this are not joined by a line. */
const LONGEST_STEP_MS = 200;

/** Apertures on the 40 ms grid, NaN where nobody looked. */
const onGrid = (mouth: MouthSample[], steps: number): Float64Array => {
  const grid = new Float64Array(steps).fill(Number.NaN);
  const sorted = mouth.toSorted((a, b) => a.tMs - b.tMs);
  for (let i = 0; i + 1 < sorted.length; i++) {
    const [a, b] = [sorted[i]!, sorted[i + 1]!];
    if (b.tMs - a.tMs > LONGEST_STEP_MS || b.tMs === a.tMs) continue;
    for (let s = Math.ceil(a.tMs / STEP_MS); s * STEP_MS <= b.tMs && s < steps; s++)
      if (s >= 0) grid[s] = a.aperture + ((b.aperture - a.aperture) * (s * STEP_MS - a.tMs)) / (b.tMs - a.tMs);
  }
  return grid;
};

const correlation = (x: number[], y: number[]): number => {
  const n = x.length;
  const [mx, my] = [x.reduce((s, v) => s + v, 0) / n, y.reduce((s, v) => s + v, 0) / n];
  let [xy, xx, yy] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    xy += (x[i]! - mx) * (y[i]! - my);
    xx += (x[i]! - mx) ** 2;
    yy += (y[i]! - my) ** 2;
  }
  return xx === 0 || yy === 0 ? 0 : xy / Math.sqrt(xx * yy);
};

/** Level of speech per step, 0 (pause) to 1 (loud), so that pauses of different depth count alike. */
const openness = (pcm: Int16Array): Float64Array => {
  const { rmsDb } = frameLevels(pcm, { sampleRateHz: 16_000, frameMs: STEP_MS });
  const top = quantile(rmsDb, 0.95);
  return Float64Array.from(rmsDb, (db) => Math.max(0, Math.min(1, (db - top + 35) / 35)));
};

/** Takes the slow drift out: a head that comes nearer or a louder passage has nothing to do with syllables. */
const detrended = (values: Float64Array): Float64Array => {
  const half = 25;
  return values.map((value, i) => {
    let [sum, count] = [0, 0];
    for (let j = Math.max(0, i - half); j < Math.min(values.length, i + half + 1); j++)
      if (!Number.isNaN(values[j]!)) {
        sum += values[j]!;
        count++;
      }
    return value - sum / Math.max(1, count);
  });
};

/** Correlation of the mouth at t with the sound at t + shift. */
const at = (mouth: Float64Array, sound: Float64Array, shift: number): number => {
  const [x, y]: [number[], number[]] = [[], []];
  for (let i = Math.max(0, -shift); i < Math.min(mouth.length, sound.length - shift); i++) {
    if (Number.isNaN(mouth[i]!)) continue;
    x.push(mouth[i]!);
    y.push(sound[i + shift]!);
  }
  return x.length < 100 ? 0 : correlation(x, y);
};

/** Place of a parabola's top through three equally spaced values, in steps from the middle one. */
const vertex = (a: number, b: number, c: number): number => {
  const bend = a - 2 * b + c;
  return bend >= 0 ? 0 : Math.max(-0.5, Math.min(0.5, (0.5 * (a - c)) / bend));
};

/**
 * How much later the sound comes than the picture (音画不同步), from the opening of the mouth against the level of the speech
 * (16 kHz mono, sample 0 at time 0). The natural lead of the mouth is taken off: 0 means in sync. `confidence` 0–1 comes from the height of
 * the peak and its distance from all others; `curve` holds every offset tried. Undecidable without 20 s of speech seen and heard.
 */
export const measureAvOffset = (input: { mouth: MouthSample[]; pcm: Int16Array; windows?: Span[] }): AvOffset => {
  const { windows } = input;
  const level = openness(input.pcm);
  const mouthIn =
    windows === undefined
      ? input.mouth
      : input.mouth.filter(({ tMs }) => windows.some((window) => tMs >= window.startMs && tMs <= window.endMs));
  const mouth = detrended(onGrid(mouthIn, level.length));
  const sound = detrended(level);
  let spoken = 0;
  for (let i = 0; i < level.length; i++) if (!Number.isNaN(mouth[i]!) && level[i]! > 0.3) spoken += STEP_MS;
  if (spoken < LEAST_SPEECH_MS)
    return {
      undecidable: `only ${Math.round(spoken / 1000)} s of speech with a visible mouth; ${LEAST_SPEECH_MS / 1000} s are needed`,
    };
  const widest = WIDEST_MS / STEP_MS;
  const natural = NATURAL_LEAD_MS / STEP_MS;
  const curve: { audioLateMs: number; r: number }[] = [];
  for (let late = -widest; late <= widest; late++)
    curve.push({ audioLateMs: late * STEP_MS, r: at(mouth, sound, late + natural) });
  return judged(curve);
};

const judged = (curve: { audioLateMs: number; r: number }[]): AvOffset => {
  const best = curve.reduce((top, point, i) => (point.r > curve[top]!.r ? i : top), 0);
  const peak = curve[best]!;
  const elsewhere = Math.max(
    ...curve.filter((point) => Math.abs(point.audioLateMs - peak.audioLateMs) > PEAK_WIDTH_MS).map((point) => point.r),
  );
  if (peak.r < LEAST_PEAK)
    return {
      undecidable: `mouth and sound hardly go together (r ${peak.r.toFixed(2)} at best): another person speaks, or the mouth is not seen`,
    };
  if (peak.r - elsewhere < LEAST_LEAD)
    return { undecidable: `no clear best offset (r ${peak.r.toFixed(2)} against ${elsewhere.toFixed(2)} elsewhere)` };
  const offset = best === 0 || best === curve.length - 1 ? 0 : vertex(curve[best - 1]!.r, peak.r, curve[best + 1]!.r);
  const confidence = Math.min(1, peak.r / 0.6) * Math.min(1, (peak.r - elsewhere) / 0.25);
  return {
    audioLateMs: Math.round(peak.audioLateMs + offset * STEP_MS),
    confidence: Math.round(confidence * 100) / 100,
    method: 'lips',
    curve: curve.map((point) => ({ ...point, r: Math.round(point.r * 1000) / 1000 })),
  };
};
