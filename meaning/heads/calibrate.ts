import type { Curve } from './heads.ts';

/** A turn that the head had not seen: its log-odds and whether the label was right. */
export type Unseen = { logit: number; right: boolean };

type Line = { slope: number; offset: number };
type Targets = { high: number; low: number };

/** Cross-entropy of the line against the smoothed targets, written so that large logits do not overflow. */
const lossOf = (turns: readonly Unseen[], line: Line, { high, low }: Targets): number => {
  let sum = 0;
  for (const { logit, right } of turns) {
    const z = line.slope * logit + line.offset;
    sum += Math.max(z, 0) - z * (right ? high : low) + Math.log1p(Math.exp(-Math.abs(z)));
  }
  return sum;
};

/** Newton's direction at a line. */
const directionOf = (turns: readonly Unseen[], line: Line, { high, low }: Targets): Line => {
  let [g1, g2, h11, h12, h22] = [0, 0, 1e-9, 0, 1e-9];
  for (const { logit, right } of turns) {
    const p = 1 / (1 + Math.exp(-(line.slope * logit + line.offset)));
    const d = p - (right ? high : low);
    const w = p * (1 - p);
    g1 += d * logit;
    g2 += d;
    h11 += w * logit * logit;
    h12 += w * logit;
    h22 += w;
  }
  const determinant = h11 * h22 - h12 * h12;
  return { slope: -(h22 * g1 - h12 * g2) / determinant, offset: -(h11 * g2 - h12 * g1) / determinant };
};

/**
 * Platt's line through unseen turns, with his smoothed targets (Platt 1999), by Newton's method with halved steps (Lin, Lin & Weng 2007):
 * score = σ(slope · logit + offset). Too few positives give a line that stays near the base rate.
 */
export const plattLine = (turns: readonly Unseen[]): Line => {
  const positives = turns.filter((turn) => turn.right).length;
  const negatives = turns.length - positives;
  const targets = { high: (positives + 1) / (positives + 2), low: 1 / (negatives + 2) };
  const flat = { slope: 0, offset: Math.log((positives + 1) / (negatives + 1)) };
  let line: Line = flat;
  let loss = lossOf(turns, line, targets);
  for (let round = 0; round < 100; round++) {
    const way = directionOf(turns, line, targets);
    let length = 1;
    let next = line;
    let nextLoss = Number.POSITIVE_INFINITY;
    for (; length > 1e-8 && !(nextLoss < loss); length /= 2) {
      next = { slope: line.slope + length * way.slope, offset: line.offset + length * way.offset };
      nextLoss = lossOf(turns, next, targets);
    }
    if (!(nextLoss < loss - 1e-9)) break;
    line = next;
    loss = nextLoss;
  }
  // A head that is worse than chance must not speak.
  return line.slope > 0 ? line : flat;
};

/** A score of 0.5 shall mean: of unseen turns that reached it, at least this share was right. */
const wantedPrecision = 0.75;
/** Fewer hits above the point would be luck. */
const leastHits = 3;

/**
 * The lowest log-odds above which at least three of four unseen turns were right. A head that never gets there gets a point above all that
 * it has said, so it stays silent until it has learned more.
 */
export const operatingPoint = (turns: readonly Unseen[]): number => {
  const ranked = [...turns].sort((a, b) => b.logit - a.logit);
  let hits = 0;
  let point: number | undefined;
  ranked.forEach(({ logit, right }, i) => {
    if (right) hits += 1;
    const next = ranked[i + 1]?.logit ?? logit - 1;
    // Equal log-odds cannot be told apart: only between two different ones is there a point.
    if (hits >= leastHits && hits / (i + 1) >= wantedPrecision && next < logit) point = (logit + next) / 2;
  });
  return point ?? (ranked[0]?.logit ?? 0) + 1;
};

/** Platt's steepness, moved so that 0.5 stands at the operating point. */
export const calibrated = (turns: readonly Unseen[]): Line => {
  // A flat line would make every turn equal: half a step keeps the order.
  const slope = Math.max(plattLine(turns).slope, 0.5);
  return { slope, offset: -slope * operatingPoint(turns) };
};

const places = [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
const round = (x: number): number => Math.round(x * 1000) / 1000;

/** Average precision and the curve over scored unseen turns. */
export const curveOf = (turns: readonly { score: number; right: boolean }[]): Curve => {
  const positives = turns.filter((turn) => turn.right).length;
  const ranked = [...turns].sort((a, b) => b.score - a.score);
  let [hits, sum] = [0, 0];
  ranked.forEach(({ right }, i) => {
    if (!right) return;
    hits += 1;
    sum += hits / (i + 1);
  });
  const points = places.map((score) => {
    const above = ranked.filter((turn) => turn.score >= score);
    const found = above.filter((turn) => turn.right).length;
    return {
      score,
      precision: above.length === 0 ? 1 : round(found / above.length),
      recall: positives === 0 ? 0 : round(found / positives),
    };
  });
  return { positives, averagePrecision: positives === 0 ? 0 : round(sum / positives), points };
};
