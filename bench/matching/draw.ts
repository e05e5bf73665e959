/** Seeded choice: the same seed gives the same bench on every machine. */
export type Draw = {
  below: (n: number) => number;
  one: <T>(list: readonly T[]) => T;
  some: <T>(list: readonly T[], count: number) => T[];
  shuffled: <T>(list: readonly T[]) => T[];
};

export const drawFrom = (seed: number): Draw => {
  let state = seed >>> 0;
  // mulberry32
  const below = (n: number): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * n);
  };
  const shuffled = <T>(list: readonly T[]): T[] => {
    const out = [...list];
    for (let i = out.length - 1; i > 0; i--) {
      const j = below(i + 1);
      [out[i], out[j]] = [out[j] as T, out[i] as T];
    }
    return out;
  };
  return {
    below,
    one: (list) => list[below(list.length)] as (typeof list)[number],
    some: (list, count) => shuffled(list).slice(0, count),
    shuffled,
  };
};

/** CPU seconds of a piece of work (user + system, this process). */
export const cpuSeconds = (work: () => void): number => {
  const from = process.cpuUsage();
  work();
  const used = process.cpuUsage(from);
  return (used.user + used.system) / 1e6;
};
