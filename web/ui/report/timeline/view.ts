/** The stretch of the media clock that the lanes show, ms. */
export type View = { fromMs: number; toMs: number };

/** Closer than this nothing can be told apart. */
export const narrowestMs = 2_000;

const clamped = (view: View, durationMs: number): View => {
  const width = Math.min(Math.max(view.toMs - view.fromMs, Math.min(narrowestMs, durationMs)), durationMs);
  const fromMs = Math.min(Math.max(0, view.fromMs), durationMs - width);
  return { fromMs, toMs: fromMs + width };
};

/** Zooms about a moment; `factor` below 1 shows less. */
export const zoomed = (view: View, factor: number, at: { aroundMs: number; durationMs: number }): View => {
  const width = (view.toMs - view.fromMs) * factor;
  const share = (at.aroundMs - view.fromMs) / Math.max(1, view.toMs - view.fromMs);
  const fromMs = at.aroundMs - width * Math.min(1, Math.max(0, share));
  return clamped({ fromMs, toMs: fromMs + width }, at.durationMs);
};

export const moved = (view: View, byMs: number, durationMs: number): View =>
  clamped({ fromMs: view.fromMs + byMs, toMs: view.toMs + byMs }, durationMs);

/** Brings a moment into view without a change of zoom. */
export const showing = (view: View, ms: number, durationMs: number): View => {
  if (ms >= view.fromMs && ms <= view.toMs) return view;
  const width = view.toMs - view.fromMs;
  return clamped({ fromMs: ms - width / 4, toMs: ms - width / 4 + width }, durationMs);
};

const steps = [
  100, 200, 500, 1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000, 3_600_000,
];

/** Moments of the ruler: round steps, about `wanted` of them. */
export const ticksOf = (view: View, wanted: number): number[] => {
  const width = view.toMs - view.fromMs;
  const step = steps.find((s) => width / s <= wanted) ?? steps.at(-1)!;
  const ticks: number[] = [];
  for (let at = Math.ceil(view.fromMs / step) * step; at <= view.toMs; at += step) ticks.push(at);
  return ticks;
};

/** Share of the view's width at which a moment lies, in percent. */
export const percentAt = (view: View, ms: number): number =>
  ((ms - view.fromMs) / Math.max(1, view.toMs - view.fromMs)) * 100;
