/** Closed interval in ms. */
export type Span = { startMs: number; endMs: number };

/** Joins spans whose gap is at most `gapMs`; input in any order. */
export const mergeSpans = (spans: Span[], gapMs: number): Span[] => {
  const merged: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.startMs - b.startMs)) {
    const last = merged.at(-1);
    if (last !== undefined && span.startMs - last.endMs <= gapMs) last.endMs = Math.max(last.endMs, span.endMs);
    else merged.push({ ...span });
  }
  return merged;
};

/** What is left of `spans` after taking `holes` away. */
export const subtractSpans = (spans: Span[], holes: Span[]): Span[] =>
  holes.reduce(
    (left, hole) =>
      left.flatMap((span) =>
        hole.endMs <= span.startMs || hole.startMs >= span.endMs
          ? [span]
          : [
              ...(hole.startMs > span.startMs ? [{ startMs: span.startMs, endMs: hole.startMs }] : []),
              ...(hole.endMs < span.endMs ? [{ startMs: hole.endMs, endMs: span.endMs }] : []),
            ],
      ),
    spans,
  );

export const overlaps = (a: Span, b: Span): boolean => a.startMs < b.endMs && b.startMs < a.endMs;
export const lengthMs = (span: Span): number => span.endMs - span.startMs;

/** Index ranges [from, to) where `test` holds. */
export const runsWhere = (count: number, test: (index: number) => boolean): [number, number][] => {
  const runs: [number, number][] = [];
  let from = -1;
  for (let i = 0; i <= count; i++) {
    const holds = i < count && test(i);
    if (holds && from < 0) from = i;
    if (!holds && from >= 0) {
      runs.push([from, i]);
      from = -1;
    }
  }
  return runs;
};
