import { advance, type HotNode, type HotState } from './hot-words.ts';

/** One hypothesis: `logProb` is what the model says, `score` adds the hot-word bonus. */
export type Hypothesis = { tokens: number[]; logProb: number; score: number; hot: HotState };
export type Candidate = { parent: number; token: number; logProb: number; score: number; hot: HotState };

/** e^−30 adds nothing to a sum of floats: most of the 51,865 tokens end there. */
const negligible = -30;

/** Natural logarithms of the softmax over allowed tokens (`forbidden[id]` = 1 shuts one out); `−Infinity` for the others. In place. */
export const logSoftmax = (logits: Float32Array, forbidden: Uint8Array): Float32Array => {
  let top = Number.NEGATIVE_INFINITY;
  const size = logits.length;
  for (let i = 0; i < size; i++) {
    if (forbidden[i] === 1) logits[i] = Number.NEGATIVE_INFINITY;
    else if (logits[i]! > top) top = logits[i]!;
  }
  let sum = 0;
  for (let i = 0; i < size; i++) {
    const behind = logits[i]! - top;
    if (behind > negligible) sum += Math.exp(behind);
  }
  const total = top + Math.log(sum);
  for (let i = 0; i < size; i++) logits[i] = logits[i]! - total;
  return logits;
};

/** Ids of the `count` largest values, best first; ties go to the lower id, so the same bytes give the same text. */
export const largest = (values: Float32Array, count: number): number[] => {
  const best: number[] = [];
  let floor = Number.NEGATIVE_INFINITY;
  const size = values.length;
  for (let i = 0; i < size; i++) {
    const value = values[i]!;
    if (value <= floor && best.length === count) continue;
    let at = best.length;
    while (at > 0 && value > values[best[at - 1]!]!) at--;
    best.splice(at, 0, i);
    if (best.length > count) best.pop();
    if (best.length === count) floor = values[best[count - 1]!]!;
  }
  return best;
};

/** Continuations of all beams: the top 10 tokens of each and the children of its place in the trie; best first. */
export const continuations = (beams: readonly Hypothesis[], logProbs: Float32Array[], root: HotNode): Candidate[] =>
  beams
    .flatMap((beam, parent) => {
      const row = logProbs[parent] as Float32Array;
      const ids = new Set([...largest(row, 10), ...beam.hot.node.children.keys(), ...root.children.keys()]);
      return [...ids].map((token): Candidate => {
        const logProb = beam.logProb + (row[token] as number);
        const { state, bonus } = advance(root, beam.hot, token);
        return { parent, token, logProb, score: beam.score + (row[token] as number) + bonus, hot: state };
      });
    })
    .filter((candidate) => candidate.score > Number.NEGATIVE_INFINITY)
    .sort((a, b) => b.score - a.score || a.parent - b.parent || a.token - b.token);

const loops = [
  [1, 8],
  [2, 6],
  [3, 6],
  [4, 4],
  [6, 4],
  [8, 4],
] as const;

/** Whether the last tokens only repeat themselves: a sign of invented text. */
export const isLoop = (tokens: readonly number[]): boolean =>
  loops.some(([period, times]) => {
    const span = period * times;
    if (tokens.length < span) return false;
    const tail = tokens.slice(-span);
    return tail.every((token, i) => token === tail[i % period]);
  });
