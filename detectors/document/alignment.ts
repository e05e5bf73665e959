/** One place where two texts differ. `at` counts characters of the expected text. */
export type Difference = {
  kind: 'missing' | 'extra' | 'wrong';
  at: number;
  expected: string;
  read: string;
  place: number;
};
export type Alignment = { distance: number; differences: Difference[]; start: number; end: number };

/**
 * Fewest changes that make `expected` out of a stretch of `read` (Levenshtein; with `whole: false` what stands before and behind that
 * stretch is free). `start` and `end` are the stretch, `place` the character of `read` at each difference.
 */
export const align = (expected: readonly string[], read: readonly string[], options: { whole: boolean }): Alignment => {
  const width = read.length + 1;
  const cost = new Uint32Array((expected.length + 1) * width);
  for (let j = 1; j < width; j++) cost[j] = options.whole ? j : 0;
  for (let i = 1; i <= expected.length; i++) {
    cost[i * width] = i;
    for (let j = 1; j < width; j++) {
      const changed = cost[(i - 1) * width + j - 1]! + (expected[i - 1] === read[j - 1] ? 0 : 1);
      cost[i * width + j] = Math.min(changed, cost[(i - 1) * width + j]! + 1, cost[i * width + j - 1]! + 1);
    }
  }
  const last = expected.length * width;
  let end = read.length;
  if (!options.whole) for (let j = width - 1; j >= 0; j--) if (cost[last + j]! < cost[last + end]!) end = j;
  return { distance: cost[last + end]!, end, ...traced({ expected, read, cost, width, end, whole: options.whole }) };
};

type Trace = {
  expected: readonly string[];
  read: readonly string[];
  cost: Uint32Array;
  width: number;
  end: number;
  whole: boolean;
};
const traced = ({ expected, read, cost, width, end, whole }: Trace): { differences: Difference[]; start: number } => {
  const differences: Difference[] = [];
  let [i, j] = [expected.length, end];
  while (i > 0 || (whole && j > 0)) {
    const here = cost[i * width + j]!;
    const same = i > 0 && j > 0 && expected[i - 1] === read[j - 1];
    if (i > 0 && j > 0 && here === cost[(i - 1) * width + j - 1]! + (same ? 0 : 1)) {
      [i, j] = [i - 1, j - 1];
      if (!same) differences.push({ kind: 'wrong', at: i, expected: expected[i]!, read: read[j]!, place: j });
    } else if (j > 0 && here === cost[i * width + j - 1]! + 1) {
      j--;
      differences.push({ kind: 'extra', at: i, expected: '', read: read[j]!, place: j });
    } else {
      i--;
      differences.push({ kind: 'missing', at: i, expected: expected[i]!, read: '', place: j });
    }
  }
  return { differences: differences.reverse(), start: j };
};
