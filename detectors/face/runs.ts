import type { FaceObservation } from './observation.ts';

/** What was seen at one moment. */
export type FaceLook = { tMs: number; faces: FaceObservation[] };
export type Run<T> = { value: T; startMs: number; endMs: number };

/** One look that disagrees with its neighbours is taken for a miss of the detector, not for an edge. */
export const withoutBlips = <T>(values: readonly T[]): T[] => {
  const kept = [...values];
  for (let i = 0; i < kept.length; i++) {
    const [before, here, after] = [kept[i - 1], kept[i], kept[i + 1]];
    if (kept.length < 3 || here === before || here === after) continue;
    kept[i] = (i === 0 ? after : before) as T;
  }
  return kept;
};

/** Joins equal values into spans: from the first look that shows a value to the first that shows another. */
export const runsOf = <T>(values: readonly T[], times: readonly number[], endMs: number): Run<T>[] => {
  const runs: Run<T>[] = [];
  values.forEach((value, i) => {
    const t = i === 0 ? Math.min(times[0] ?? 0, 0) : (times[i] ?? endMs);
    const open = runs.at(-1);
    if (open !== undefined && open.value === value) return;
    if (open !== undefined) open.endMs = t;
    runs.push({ value, startMs: t, endMs });
  });
  return runs;
};
