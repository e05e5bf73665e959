/** Speech between two times, milliseconds. */
export type Span = { startMs: number; endMs: number };

export const frameMs = 32;
const speechFrom = 0.5;
const stillFrom = 0.35;
const closingMs = 250;
const leastLoudMs = 250;
const joinedPauseMs = 600;
const longestMs = 12000;

/** What one more frame made certain; `ends` are talk spans, `stretches` what is recognised as one. */
export type Certain = { spans: Span[]; stretches: Span[] };

/**
 * Cuts a stream of speech probabilities (32 ms each) into talk. Speech begins at .5 and ends after 250 ms below .35; spans with
 * under 250 ms above .5 are dropped (the first of the three gates against invented text). Spans are joined over pauses of at
 * most 600 ms into stretches of at most 12 s (more context, better text); talk without a pause is cut where it is least likely
 * to be speech, between half and the whole of the longest stretch. Nothing is said before it is certain, so the result
 * does not depend on how the frames arrived.
 */
export const openSegmenter = () => {
  let frames = 0;
  let start = -1;
  let lastSpeech = -1;
  let loud = 0;
  /** Where the part of the open span that is not yet cut off begins, ms, and the probabilities since then. */
  let partMs = 0;
  let partProbabilities: number[] = [];
  let uncertain: Span[] = [];
  let pending: Span | undefined;
  let certain: Certain = { spans: [], stretches: [] };

  const join = (part: Span) => {
    const joins =
      pending !== undefined &&
      part.startMs - pending.endMs <= joinedPauseMs &&
      part.endMs - pending.startMs <= longestMs;
    if (pending !== undefined && joins) pending = { startMs: pending.startMs, endMs: part.endMs };
    else {
      if (pending !== undefined) certain.stretches.push(pending);
      pending = part;
    }
  };
  /** Parts of a span count once the span is long enough to be speech at all. */
  const take = (part: Span) => {
    uncertain.push(part);
    if (loud * frameMs < leastLoudMs) return;
    for (const one of uncertain) join(one);
    uncertain = [];
  };
  const cutLong = () => {
    const endMs = (lastSpeech + 1) * frameMs;
    while (endMs - partMs > longestMs) {
      const first = Math.floor((partMs + longestMs / 2) / frameMs);
      const last = Math.floor((partMs + longestMs) / frameMs);
      const base = Math.round(partMs / frameMs);
      let cut = first;
      for (let i = first; i < last; i++) {
        if (partProbabilities[i - base]! < partProbabilities[cut - base]!) cut = i;
      }
      take({ startMs: partMs, endMs: cut * frameMs });
      partProbabilities = partProbabilities.slice(cut - base);
      partMs = cut * frameMs;
    }
  };
  const closeSpan = () => {
    if (start < 0) return;
    const endMs = (lastSpeech + 1) * frameMs;
    if (loud * frameMs >= leastLoudMs) {
      certain.spans.push({ startMs: start * frameMs, endMs });
      take({ startMs: partMs, endMs });
    }
    uncertain = [];
    start = -1;
    loud = 0;
  };
  /** A stretch is certain when no talk to come can join it. */
  const release = () => {
    if (pending === undefined || uncertain.length > 0) return;
    const nowMs = frames * frameMs;
    const open = start >= 0;
    const tooLate = (open ? partMs : nowMs) - pending.endMs > joinedPauseMs;
    // The next part ends at the last speech heard, or is cut at half the longest stretch or later.
    const leastEndMs = Math.min((lastSpeech + 1) * frameMs, partMs + longestMs / 2 - frameMs);
    const tooLong = open && leastEndMs - pending.startMs > longestMs;
    if (!tooLate && !tooLong) return;
    certain.stretches.push(pending);
    pending = undefined;
  };
  const flush = (): Certain => {
    const made = certain;
    certain = { spans: [], stretches: [] };
    return made;
  };
  return {
    push: (probability: number): Certain => {
      const i = frames++;
      if (probability >= speechFrom) {
        if (start < 0) {
          start = i;
          lastSpeech = i;
          partMs = i * frameMs;
          partProbabilities = [];
        }
        loud++;
      }
      if (start >= 0) {
        partProbabilities.push(probability);
        if (probability >= stillFrom) lastSpeech = i;
        cutLong();
        if ((i - lastSpeech) * frameMs > closingMs) closeSpan();
      }
      release();
      return flush();
    },
    /** No more frames: everything left is certain. */
    close: (): Certain => {
      closeSpan();
      if (pending !== undefined) certain.stretches.push(pending);
      pending = undefined;
      return flush();
    },
    /** Everything before this time is settled: nothing to come will reach back behind it, ms. */
    settledMs: (): number => pending?.startMs ?? (start >= 0 ? (uncertain[0]?.startMs ?? partMs) : frames * frameMs),
  };
};

/** Talk spans and stretches of a whole recording. */
export const segmentsOf = (probabilities: ArrayLike<number>): Certain => {
  const segmenter = openSegmenter();
  const all: Certain = { spans: [], stretches: [] };
  const add = ({ spans, stretches }: Certain) => {
    all.spans.push(...spans);
    all.stretches.push(...stretches);
  };
  for (let i = 0; i < probabilities.length; i++) add(segmenter.push(probabilities[i]!));
  add(segmenter.close());
  return all;
};
