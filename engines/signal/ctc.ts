/** Posteriors of a CTC network, one row of class probabilities per frame; class 0 is blank. */
export type Posteriors = readonly Float32Array[];

const logAdd = (a: number, b: number): number => {
  if (a === Number.NEGATIVE_INFINITY) return b;
  if (b === Number.NEGATIVE_INFINITY) return a;
  return Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b)));
};

/** Log-likelihood that the whole sound says `labels` (all alignments summed; probabilities floored at 1e-7). */
export const ctcLogLikelihood = (posteriors: Posteriors, labels: readonly number[]): number => {
  const states = [0, ...labels.flatMap((label) => [label, 0])];
  let alpha = states.map((_, s) => (s === 0 ? 0 : Number.NEGATIVE_INFINITY));
  posteriors.forEach((row, frame) => {
    const before = alpha;
    alpha = states.map((label, s) => {
      const local = Math.log(Math.max(row[label] as number, 1e-7));
      if (frame === 0) return s <= 1 ? local : Number.NEGATIVE_INFINITY;
      let sum = logAdd(before[s] as number, s > 0 ? (before[s - 1] as number) : Number.NEGATIVE_INFINITY);
      if (s > 1 && label !== 0 && label !== states[s - 2]) sum = logAdd(sum, before[s - 2] as number);
      return sum + local;
    });
  });
  const last = alpha.length - 1;
  return last === 0 ? (alpha[0] as number) : logAdd(alpha[last] as number, alpha[last - 1] as number);
};

export type Spot = { score: number; firstFrame: number; lastFrame: number };

/**
 * Best place of `labels` anywhere in the sound: free start and end, one optional blank between neighbours. Score: sum of
 * ln(P + 1e-8) − ln(max P of the frame), per label; 0 is best. Paths longer than 45 frames per label do not count.
 */
export const spot = (posteriors: Posteriors, labels: readonly number[]): Spot | undefined => {
  const states = labels.flatMap((label, i) => (i === 0 ? [label] : [0, label]));
  const none = { score: Number.NEGATIVE_INFINITY, first: 0 };
  let paths = states.map(() => none);
  let best: Spot | undefined;
  posteriors.forEach((row, frame) => {
    const top = Math.log(row.reduce((a, b) => Math.max(a, b), 1e-8));
    const before = paths;
    paths = states.map((label, s) => {
      let from = before[s] as typeof none;
      if (s === 0 && from.score <= 0) from = from.score > 0 ? from : better(from, { score: 0, first: frame });
      if (s > 0) from = better(from, before[s - 1] as typeof none);
      if (s > 1 && label !== 0 && label !== states[s - 2]) from = better(from, before[s - 2] as typeof none);
      return { score: from.score + Math.log((row[label] as number) + 1e-8) - top, first: from.first };
    });
    const end = paths[states.length - 1] as typeof none;
    const score = end.score / labels.length;
    const inTime = frame - end.first < 45 * labels.length;
    if (inTime && Number.isFinite(score) && (best === undefined || score > best.score)) {
      best = { score, firstFrame: end.first, lastFrame: frame };
    }
  });
  return best;
};
const better = <T extends { score: number }>(a: T, b: T): T => (b.score > a.score ? b : a);

/** Probabilities summed per class: `classOf[token]` names each token's class, `classes` is their number. */
export const collapse = (row: Float32Array, classOf: Int32Array, classes: number): Float32Array => {
  const sums = new Float32Array(classes);
  for (let token = 0; token < classOf.length; token++) {
    const at = classOf[token] as number;
    sums[at] = (sums[at] as number) + (row[token] as number);
  }
  return sums;
};
