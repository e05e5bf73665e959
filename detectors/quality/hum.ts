import { quantile } from '@mingjian/signal/level.ts';
import { runsWhere, type Span } from '@mingjian/signal/spans.ts';
import { HUM_LOOK_MS, humBin } from './hum-meter.ts';
import { inOrder } from './in-order.ts';

export type HumSpan = Span & { humHz: number; levelDb: number; prominenceDb: number };

/** Mains of the world; the strongest line may be a multiple. */
const MAINS_HZ = [50, 60] as const;
const MULTIPLES = [1, 2, 3, 4, 5, 6] as const;
/** Over 5 s a steady line keeps its bin, and a voice leaves it at times. */
const WINDOW = 10;
const STAYS = 0.25;
/** Against the bins around it: lines of clean recordings and calls stay below 8 dB, a hum 13 dB under speech reads above 20. */
const PROMINENT_DB = 14;
const LEAST_LEVEL_DB = -58;
const LEAST_MS = 4000;

const db = (power: number): number => 10 * Math.log10(Math.max(power, 1e-13));

type Line = { humHz: number; levelDb: number; prominenceDb: number };

/** Power that stays in a bin through a window of looks; every bin is asked at most once. */
type Steady = (bin: number) => number;
const steady = (looks: readonly Float32Array[], from: number): Steady => {
  const known = new Map<number, number>();
  return (bin) => {
    const seen = known.get(bin);
    if (seen !== undefined) return seen;
    const values = Array.from({ length: WINDOW }, (_, i) => looks[from + i]![bin]!);
    const power = inOrder(values, Math.floor(STAYS * WINDOW));
    known.set(bin, power);
    return power;
  };
};

const lineAt = (powerAt: Steady, hz: number): Line => {
  const bin = humBin(hz);
  const power = Math.max(powerAt(bin - 1), powerAt(bin), powerAt(bin + 1));
  const levelDb = db(power);
  // Most lines are nothing: their neighbours need not be looked at.
  if (levelDb < LEAST_LEVEL_DB) return { humHz: hz, levelDb, prominenceDb: 0 };
  const around = [-9, -8, -7, -6, -5, -4, 4, 5, 6, 7, 8, 9].map((step) => powerAt(bin + step));
  return { humHz: hz, levelDb, prominenceDb: levelDb - db(quantile(around, 0.5)) };
};

/** The strongest line of the mains that stands out with another one of its family, or undefined. */
const humOf = (powerAt: Steady): Line | undefined => {
  const families = MAINS_HZ.map((mains) =>
    MULTIPLES.map((k) => lineAt(powerAt, mains * k)).filter(
      (line) => line.prominenceDb >= PROMINENT_DB && line.levelDb >= LEAST_LEVEL_DB,
    ),
  );
  const best = families.reduce((a, b) => (b.length > a.length ? b : a));
  const strongest = best.toSorted((a, b) => b.levelDb - a.levelDb)[0];
  // One line alone could be a machine or an instrument that happens to sit there; 50 and 100 Hz are no notes of speech.
  return best.length >= 2 || (strongest !== undefined && strongest.humHz <= 120) ? strongest : undefined;
};

/**
 * Hum (交流声) of at least 4 s with its strongest frequency, from looks of `humMeter`. A voice or a melody does not hold one line of the
 * mains through 5 s. Undefined when the sound is shorter than a window: nothing was measured.
 */
export const findHum = (looks: readonly Float32Array[]): HumSpan[] | undefined => {
  const count = looks.length - WINDOW + 1;
  if (count < 1) return undefined;
  const found = Array.from({ length: count }, (_, i) => humOf(steady(looks, i)));
  return runsWhere(count, (i) => found[i] !== undefined).flatMap(([from, to]) => {
    const lines = found.slice(from, to).map((line) => line!);
    const strongest = lines.toSorted((a, b) => b.levelDb - a.levelDb)[0]!;
    const span = { startMs: from * HUM_LOOK_MS, endMs: (to - 1 + WINDOW) * HUM_LOOK_MS + HUM_LOOK_MS };
    return span.endMs - span.startMs < LEAST_MS ? [] : [{ ...span, ...strongest }];
  });
};
