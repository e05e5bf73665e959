import type { FactDraft } from '@mingjian/timeline';
import { liveDecision, unclearReason } from './decision.ts';
import { detector } from './detector-name.ts';
import { followPeople } from './people.ts';
import { type FaceLook, runsOf, withoutBlips } from './runs.ts';

export type FaceFactsOptions = {
  durationMs: number;
  /** Time between looks; no span is off by more. */
  everyMs: number;
  /** People who belong in the picture: seller and customer unless the session says otherwise. */
  peopleExpected?: number;
};
const usualPeople = 2;

const spanned = (name: string, span: { startMs: number; endMs: number }): FactDraft => {
  const [t, end] = [Math.round(span.startMs), Math.round(span.endMs)];
  return { t, end, kind: 'state', name, detector, measures: { durationMs: end - t } };
};

/** What rules read about faces, out of looks at regular moments. No looks, no facts: not measured is not absent. */
export const faceFacts = (looks: readonly FaceLook[], options: FaceFactsOptions): FactDraft[] => {
  if (looks.length === 0) return [];
  const times = looks.map((look) => look.tMs);
  const lastMs = Math.max(...times);
  // A reading that stopped early says nothing about the rest.
  const endMs = Math.max(lastMs, Math.min(options.durationMs, lastMs + 2 * options.everyMs));
  const counts = runsOf(withoutBlips(looks.map((look) => look.faces.length)), times, endMs);
  const reasons = withoutBlips(
    looks.map(({ faces }) => (faces[0] === undefined ? undefined : unclearReason(faces[0]))),
  );
  const expected = options.peopleExpected ?? usualPeople;
  const crowds = runsOf(
    counts.map((run) => run.value > expected),
    counts.map((run) => run.startMs),
    endMs,
  );
  const facts: FactDraft[] = [
    ...counts.map((run): FactDraft => ({ ...spanned('face.count', run), value: run.value })),
    ...counts.filter((run) => run.value === 0).map((run) => spanned('face.out', run)),
    ...crowds.filter((run) => run.value).map((run) => spanned('face.stranger', run)),
    ...runsOf(reasons, times, endMs).flatMap((run) =>
      run.value === undefined ? [] : [{ ...spanned('face.unclear', run), reason: run.value } as FactDraft],
    ),
    ...changeFacts(looks),
    ...liveFacts(looks),
  ];
  return facts.sort((a, b) => Number(a.t) - Number(b.t));
};

const changeFacts = (looks: readonly FaceLook[]): FactDraft[] =>
  followPeople(looks).changes.map(({ tMs, score, box }) => ({
    t: Math.round(tMs),
    kind: 'event',
    name: 'face.changed',
    detector,
    score,
    decision: 'different',
    box,
  }));

/** One measure for the whole time, only where liveness was looked at. */
const liveFacts = (looks: readonly FaceLook[]): FactDraft[] => {
  const seen = looks.flatMap((look) => look.faces.slice(0, 1)).filter((face) => face.live !== undefined);
  if (seen.length === 0) return [];
  return [{ t: looks[0]?.tMs ?? 0, kind: 'measure', name: 'face.live', detector, ...liveDecision(seen) }];
};
