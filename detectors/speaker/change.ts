import { score } from './network.ts';
import type { VoiceWindows } from './windows.ts';

/** Windows of 1.6 s, one every 0.4 s (models §11.3). */
export const changeRows = 160;
/** Nine 60 s mixes, 129 changes, turns of 1.5–6 s in the reference measurement: recall .91, precision .84 at ± .8 s. */
const changedBelow = 0.65;

export type VoiceChange = { t: number; score: number };

/** Places where the voice before and the voice after are different: local minima under .65 between neighbours 1.6 s apart. */
export const changesOf = ({ talk, stepRows, windowRows, embeddings }: VoiceWindows): VoiceChange[] => {
  const apart = windowRows / stepRows;
  const likeness = embeddings.slice(apart).map((after, i) => score(embeddings[i]!, after));
  return likeness.flatMap((here, i) => {
    const [before, after] = [likeness[i - 1] ?? 1, likeness[i + 1] ?? 1];
    if (here >= changedBelow || here > before || here >= after) return [];
    const row = (i + apart) * stepRows;
    return [{ t: nearestPause(talk.at(row * 160), talk.spans), score: Math.round(here * 1000) / 1000 }];
  });
};

const reachMs = 800;
/** A change lies where a pause is, when one is within the accuracy of the windows. */
const nearestPause = (t: number, spans: VoiceWindows['talk']['spans']): number => {
  const start = spans
    .slice(1)
    .map((span) => span.startMs)
    .reduce((best, at) => (Math.abs(at - t) < Math.abs(best - t) ? at : best), Number.NEGATIVE_INFINITY);
  return Math.abs(start - t) <= reachMs ? start : t;
};
