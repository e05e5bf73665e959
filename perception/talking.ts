import type { FactDraft } from '@mingjian/timeline';

export type Window = { startMs: number; endMs: number };

/** Lip sync needs at least 20 s of speech (measured, engines/signal/lip-sync.ts); 26 s give the estimate a margin. */
const wantedSpeechMs = 26_000;
const neededSpeechMs = 22_000;
/** Pauses inside a window are wanted: they are the edges that the correlation lives on. */
const bridgedPauseMs = 2_000;
/** A longer window is cut so that no single stretch decides alone. */
const longestWindowMs = 9_000;

const intervals = (facts: readonly FactDraft[], chosen: (fact: FactDraft) => boolean): Window[] =>
  facts
    .filter((fact) => chosen(fact) && fact.end !== undefined)
    .map((fact) => ({ startMs: fact.t, endMs: fact.end ?? fact.t }))
    .sort((a, b) => a.startMs - b.startMs);

const merged = (windows: Window[], gapMs: number): Window[] => {
  const result: Window[] = [];
  for (const window of windows) {
    const last = result.at(-1);
    if (last !== undefined && window.startMs - last.endMs <= gapMs) last.endMs = Math.max(last.endMs, window.endMs);
    else result.push({ ...window });
  }
  return result;
};

const intersect = (a: Window[], b: Window[]): Window[] =>
  a.flatMap((one) =>
    b
      .map((other) => ({
        startMs: Math.max(one.startMs, other.startMs),
        endMs: Math.min(one.endMs, other.endMs),
      }))
      .filter((both) => both.endMs > both.startMs),
  );

const split = (window: Window): Window[] => {
  const parts = Math.ceil((window.endMs - window.startMs) / longestWindowMs);
  const length = (window.endMs - window.startMs) / parts;
  return Array.from({ length: parts }, (_, i) => ({
    startMs: Math.round(window.startMs + i * length),
    endMs: Math.round(window.startMs + (i + 1) * length),
  }));
};

/** Takes windows spread over the whole recording, so that a drift in one part cannot hide. */
const spread = (windows: Window[]): Window[] => {
  const chosen: Window[] = [];
  let total = 0;
  const stride = Math.max(1, Math.floor(windows.length / Math.ceil(wantedSpeechMs / longestWindowMs)));
  for (let offset = 0; offset < stride && total < wantedSpeechMs; offset++) {
    for (let i = offset; i < windows.length && total < wantedSpeechMs; i += stride) {
      const window = windows[i];
      if (window === undefined) continue;
      chosen.push(window);
      total += window.endMs - window.startMs;
    }
  }
  return chosen.sort((a, b) => a.startMs - b.startMs);
};

/**
 * Stretches in which somebody speaks and exactly one face is in a moving picture: where lips can be compared with sound.
 * Empty when they are too short together to say anything.
 */
export const talkingWindows = (heard: readonly FactDraft[], seen: readonly FactDraft[]): Window[] => {
  const speech = merged(
    intervals(heard, (fact) => fact.name === 'voice.active'),
    bridgedPauseMs,
  );
  const oneFace = merged(
    intervals(seen, (fact) => fact.name === 'face.count' && fact.value === 1),
    1,
  );
  const broken = intervals(
    seen,
    (fact) => fact.name === 'video.frozen' || fact.name === 'video.black' || fact.name === 'video.stutter',
  );
  const usable = intersect(speech, oneFace)
    .filter((window) => !broken.some((bad) => bad.startMs < window.endMs && bad.endMs > window.startMs))
    .filter((window) => window.endMs - window.startMs >= 2_000)
    .flatMap(split);
  const chosen = spread(usable);
  const total = chosen.reduce((sum, window) => sum + window.endMs - window.startMs, 0);
  return total >= neededSpeechMs ? chosen : [];
};
