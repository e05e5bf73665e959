/** The stages of an inspection, in the order in which they are shown. Several run side by side. */
export const stages = ['probe', 'sound', 'quality', 'speech', 'lips', 'meaning', 'opinion', 'rules'] as const;
export type Stage = (typeof stages)[number];
export type StageProgress = { stage: Stage /** 0–1 */; done: number };

/** Wall time per stage, ms, and the progress of each. */
export type Stopwatch = {
  measure<T>(stage: Stage, work: (progress: (done: number) => void) => Promise<T>): Promise<T>;
  timingsMs(): Record<string, number>;
};

export const startStopwatch = (onProgress?: (progress: StageProgress) => void): Stopwatch => {
  const startedAt = performance.now();
  const timings: Record<string, number> = {};
  return {
    async measure(stage, work) {
      const from = performance.now();
      onProgress?.({ stage, done: 0 });
      const result = await work((done) => onProgress?.({ stage, done: Math.min(1, Math.max(0, done)) }));
      timings[stage] = Math.round(performance.now() - from);
      onProgress?.({ stage, done: 1 });
      return result;
    },
    timingsMs: () => ({ ...timings, total: Math.round(performance.now() - startedAt) }),
  };
};
