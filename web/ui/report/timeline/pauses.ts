import type { Mark } from './lanes.ts';

type Stretch = { startMs: number; endMs: number };

/** Shown as silence from here on; shorter pauses are breathing. A display threshold: rules have their own. */
export const shownSilenceMs = 3_000;
/** Shorter overlaps are back-channels (嗯, 对). */
export const shownOverlapMs = 500;

const merged = (stretches: readonly Stretch[]): Stretch[] => {
  const result: Stretch[] = [];
  for (const next of [...stretches].sort((a, b) => a.startMs - b.startMs)) {
    const last = result.at(-1);
    if (last !== undefined && next.startMs <= last.endMs) last.endMs = Math.max(last.endMs, next.endMs);
    else result.push({ startMs: next.startMs, endMs: next.endMs });
  }
  return result;
};

const silences = (all: Stretch[], durationMs: number): Stretch[] => {
  const gaps: Stretch[] = [];
  let from = 0;
  for (const stretch of [...all, { startMs: durationMs, endMs: durationMs }]) {
    if (stretch.startMs - from >= shownSilenceMs) gaps.push({ startMs: from, endMs: stretch.startMs });
    from = Math.max(from, stretch.endMs);
  }
  return gaps;
};

const overlapsOf = (one: Stretch[], other: Stretch[]): Stretch[] => {
  const found: Stretch[] = [];
  let j = 0;
  for (const a of one) {
    while (j < other.length && other[j]!.endMs <= a.startMs) j++;
    for (let k = j; k < other.length && other[k]!.startMs < a.endMs; k++) {
      const b = other[k]!;
      const [startMs, endMs] = [Math.max(a.startMs, b.startMs), Math.min(a.endMs, b.endMs)];
      if (endMs - startMs >= shownOverlapMs) found.push({ startMs, endMs });
    }
  }
  return found;
};

const seconds = (stretch: Stretch): string => ((stretch.endMs - stretch.startMs) / 1000).toFixed(1);

/** Silences of all roles together and overlaps of the first two, as marks. `voices`: per role, stretches of speech, ms. */
export const pausesOf = (voices: readonly (readonly Stretch[])[], durationMs: number): Mark[] => {
  const perRole = voices.map(merged);
  const quiet = silences(merged(perRole.flat()), durationMs).map((s) => ({
    ...s,
    tone: 'quiet' as const,
    label: 'silence',
  }));
  const [first, second] = perRole;
  const both = first === undefined || second === undefined ? [] : overlapsOf(first, second);
  const loud = both.map((s) => ({ ...s, tone: 'warn' as const, label: 'overlap' }));
  return [...quiet, ...loud].map((s, index) => ({ ...s, id: `pause${index}`, params: { seconds: seconds(s) } }));
};
