import type { Word } from '@mingjian/timeline';

const earlierMs = 300;
const laterMs = 600;
/** Where a start lies in the flow of speech, after the place of attention, and what that costs against a rise so many ms away. */
const inFlowMs = 200;
const inFlowCost = 180;
const shortestMs = 60;

/**
 * Moves the edges of attention to edges of energy (10 ms, −30 dB of the loudest). Attention of a character is up to 350 ms early
 * or late, so all starts are placed together: each on a rise from 300 ms before to 600 ms after it, or in the flow of speech,
 * in order, no two on one rise, with the least distance in all; a rise after a pause counts as up to 160 ms nearer. An end goes to the
 * first fall from 50 ms before to 450 ms after, else 150 ms later.
 */
export const snap = (words: readonly Word[], samples: Float32Array): Word[] => {
  const loud = loudFrames(samples);
  const lastMs = Math.floor(samples.length / 16);
  const starts = placeStarts(
    words.map((word) => word.startMs),
    loud,
  );
  const started = words.map((word, i) => {
    const startMs = Math.min(lastMs, starts[i] as number);
    const fall = fallAfter(loud, { from: Math.max(startMs, word.endMs - 50), to: word.endMs + 450 });
    return { ...word, startMs, endMs: Math.min(lastMs, Math.max(startMs, fall ?? word.endMs + 150)) };
  });
  return started.map((word, i) => ({ ...word, endMs: Math.min(word.endMs, started[i + 1]?.startMs ?? lastMs) }));
};

type Choice = { atMs: number; cost: number; before: Choice | undefined };

/** The cheapest increasing sequence of starts (dynamic programming over the choices of each character). */
const placeStarts = (nearMs: readonly number[], loud: readonly boolean[]): number[] => {
  const rises = risesOf(loud);
  let row: Choice[] = [{ atMs: -shortestMs, cost: 0, before: undefined }];
  for (const near of nearMs) {
    const reachable = rises.filter((rise) => rise.atMs >= near - earlierMs && rise.atMs <= near + laterMs);
    const places = [
      ...reachable.map((rise) => ({
        atMs: rise.atMs,
        cost: Math.abs(rise.atMs - near) - 0.8 * Math.min(200, rise.pauseMs),
      })),
      ...(loud[Math.round((near + inFlowMs) / 10)] === true ? [{ atMs: near + inFlowMs, cost: inFlowCost }] : []),
    ];
    const next = places.flatMap(({ atMs, cost }) => {
      const before = row
        .filter((choice) => choice.atMs + shortestMs <= atMs)
        .reduce<Choice | undefined>(cheaper, undefined);
      return before === undefined ? [] : [{ atMs, cost: before.cost + cost, before }];
    });
    // Characters that attention puts on one place: nothing fits in order, so the last place is kept.
    const stuck = row.reduce<Choice | undefined>(cheaper, undefined) as Choice;
    row =
      next.length > 0 ? next : [{ atMs: Math.max(0, stuck.atMs), cost: stuck.cost + 2 * inFlowCost, before: stuck }];
  }
  const starts: number[] = [];
  for (
    let choice = row.reduce<Choice | undefined>(cheaper, undefined);
    choice?.before !== undefined;
    choice = choice.before
  ) {
    starts.unshift(choice.atMs);
  }
  return starts;
};
const cheaper = (best: Choice | undefined, choice: Choice): Choice =>
  best === undefined || choice.cost < best.cost ? choice : best;

type Rise = { atMs: number; pauseMs: number };
const risesOf = (loud: readonly boolean[]): Rise[] => {
  const rises: Rise[] = [];
  let quiet = 0;
  loud.forEach((isLoud, i) => {
    if (isLoud && (i === 0 || quiet > 0)) rises.push({ atMs: i * 10, pauseMs: i === 0 ? laterMs : quiet * 10 });
    quiet = isLoud ? 0 : quiet + 1;
  });
  return rises;
};

const loudFrames = (samples: Float32Array): boolean[] => {
  const energies = Array.from({ length: Math.floor(samples.length / 160) }, (_, i) =>
    samples.subarray(i * 160, (i + 1) * 160).reduce((sum, x) => sum + x * x, 0),
  );
  const top = energies.reduce((a, b) => Math.max(a, b), 0);
  return energies.map((energy) => energy > top / 1000);
};

const fallAfter = (loud: readonly boolean[], { from, to }: { from: number; to: number }): number | undefined => {
  for (let i = Math.max(1, Math.ceil(from / 10)); i <= to / 10 && i < loud.length; i++) {
    if (loud[i] === false && loud[i - 1] === true) return i * 10;
  }
  return undefined;
};
