/** One 5 ms frame that is a tone: `purity` is the share of its power at one frequency, 0–1. */
export type ToneFrame = { tMs: number; hz: number; levelDb: number };
export type Beep = { startMs: number; endMs: number; hz: number };

const FRAME_MS = 5;
const SIZE = 80;
const RATE_HZ = 16_000;
/** Slates beep at 440 to 2000 Hz; below lie the first formants, which can be as pure for a syllable. */
const [LOWEST_HZ, HIGHEST_HZ] = [400, 4000] as const;
/** Share of a frame's power that one sine explains: beeps .95 and more, vowels seldom .8 and never for long. */
const PURE = 0.9;
const LEAST_LEVEL_DB = -50;

/** Frequency of the sine that fits best, from how often the sign changes upwards; refined by the second difference. */
const frequencyOf = (samples: Int16Array, from: number): number => {
  let [num, den] = [0, 0];
  for (let i = from + 1; i < from + SIZE - 1; i++) {
    num += samples[i]! * (samples[i - 1]! + samples[i + 1]!);
    den += 2 * samples[i]! * samples[i]!;
  }
  if (den === 0) return 0;
  return (Math.acos(Math.max(-1, Math.min(1, num / den))) * RATE_HZ) / (2 * Math.PI);
};

/** Share of the power that x[i] = 2·cos(w)·x[i−1] − x[i−2] leaves unexplained, which is 0 for a sine of any phase and amplitude. */
const unexplained = (samples: Int16Array, from: number, hz: number): number => {
  const turn = 2 * Math.cos((2 * Math.PI * hz) / RATE_HZ);
  let [rest, power] = [0, 0];
  for (let i = from + 1; i < from + SIZE - 1; i++) {
    const left = samples[i + 1]! + samples[i - 1]! - turn * samples[i]!;
    rest += left * left;
    power += samples[i]! * samples[i]!;
  }
  // The predictor's gain for white noise is 2 + turn²: taken off, noise reads 1.
  return power === 0 ? 1 : rest / (power * (2 + turn * turn));
};

/** Tone frames of a piece that begins at `startMs`. */
export const beepMeter =
  () =>
  (samples: Int16Array, startMs: number): ToneFrame[] => {
    const found: ToneFrame[] = [];
    for (let f = 0; (f + 1) * SIZE <= samples.length; f++) {
      let power = 0;
      for (let i = f * SIZE; i < (f + 1) * SIZE; i++) power += samples[i]! * samples[i]!;
      const levelDb = 10 * Math.log10(Math.max(power / SIZE / 32_768 ** 2, 1e-12));
      if (levelDb < LEAST_LEVEL_DB) continue;
      const hz = frequencyOf(samples, f * SIZE);
      if (hz < LOWEST_HZ || hz > HIGHEST_HZ || 1 - unexplained(samples, f * SIZE, hz) < PURE) continue;
      found.push({ tMs: startMs + f * FRAME_MS, hz, levelDb });
    }
    return found;
  };

/** A slate's beep is short: a longer tone is a dial tone or music. */
const [SHORTEST_MS, LONGEST_MS] = [50, 1200] as const;
/** Two frames of 5 ms may be missing: codecs smear edges. */
const HOLE_MS = 10;
const WAVERS = 0.03;

/** Beeps (提示音): one steady frequency for 50 ms to 1.2 s. */
export const findBeeps = (tones: readonly ToneFrame[]): Beep[] => {
  const groups: ToneFrame[][] = [];
  for (const tone of tones) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    const goesOn =
      last !== undefined &&
      tone.tMs - last.tMs <= FRAME_MS + HOLE_MS &&
      Math.abs(tone.hz / last.hz - 1) <= WAVERS &&
      Math.abs(tone.hz / group![0]!.hz - 1) <= 2 * WAVERS;
    if (goesOn) group!.push(tone);
    else groups.push([tone]);
  }
  return groups.flatMap((group) => {
    const [startMs, endMs] = [group[0]!.tMs, group.at(-1)!.tMs + FRAME_MS];
    if (endMs - startMs < SHORTEST_MS || endMs - startMs > LONGEST_MS) return [];
    const loudest = Math.max(...group.map((tone) => tone.levelDb));
    // A vowel swells; a beep is at its level at once and stays.
    const steady = group.filter((tone) => tone.levelDb > loudest - 6).length >= group.length * 0.8;
    return steady ? [{ startMs, endMs, hz: group[Math.floor(group.length / 2)]!.hz }] : [];
  });
};
