/** The two-pass segmentation that the streaming one replaced: the slow oracle of its property test. */
/** Speech between two times, milliseconds. */
export type Span = { startMs: number; endMs: number };

export const frameMs = 32;

/**
 * Talk spans of per-frame speech probabilities (32 ms each). Speech begins at .5 and ends after 250 ms below .35;
 * spans under 250 ms above the threshold are dropped (the first of the three gates against invented text).
 */
export const spansOf = (probabilities: ArrayLike<number>): Span[] => {
  const spans: Span[] = [];
  let start = -1;
  let lastSpeech = -1;
  let loud = 0;
  const close = () => {
    if (start >= 0 && loud * frameMs >= 250)
      spans.push({ startMs: start * frameMs, endMs: (lastSpeech + 1) * frameMs });
    start = -1;
    loud = 0;
  };
  for (let i = 0; i < probabilities.length; i++) {
    const p = probabilities[i] as number;
    if (p >= 0.5) {
      if (start < 0) start = i;
      loud++;
    }
    if (start >= 0 && p >= 0.35) lastSpeech = i;
    if (start >= 0 && (i - lastSpeech) * frameMs > 250) close();
  }
  close();
  return spans;
};

/** Spans merged over pauses of at most 600 ms into stretches of at most 12 s: more context, better text. */
export const stretchesOf = (spans: readonly Span[], probabilities: ArrayLike<number>): Span[] => {
  const merged: Span[] = [];
  for (const span of spans.flatMap((s) => splitLong(s, probabilities))) {
    const last = merged.at(-1);
    const joins = last !== undefined && span.startMs - last.endMs <= 600 && span.endMs - last.startMs <= longestMs;
    if (joins) last.endMs = span.endMs;
    else merged.push({ ...span });
  }
  return merged;
};

const longestMs = 12000;

/** Cuts talk without a pause where it is least likely to be speech, between half and the whole of the longest stretch. */
const splitLong = (span: Span, probabilities: ArrayLike<number>): Span[] => {
  const parts: Span[] = [];
  let startMs = span.startMs;
  while (span.endMs - startMs > longestMs) {
    let cut = Math.floor((startMs + longestMs / 2) / frameMs);
    const last = Math.floor((startMs + longestMs) / frameMs);
    for (let i = cut; i < last; i++) {
      if ((probabilities[i] as number) < (probabilities[cut] as number)) cut = i;
    }
    parts.push({ startMs, endMs: cut * frameMs });
    startMs = cut * frameMs;
  }
  return [...parts, { startMs, endMs: span.endMs }];
};
