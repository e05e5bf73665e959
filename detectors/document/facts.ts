import type { FactDraft } from '@mingjian/timeline';
import { type FieldMatch, overall } from './compare-fields.ts';
import type { SentenceMatch } from './compare-sentence.ts';
import type { Document } from './document.ts';
import { sureEnough } from './fields/field.ts';
import { holdsOf, inOnePlace, type PaperTrack, pagesOf } from './watch.ts';

export const detector = 'document/ppocr@4';
const cards = ['idCardFront', 'idCardBack', 'bankCard', 'licence'];

/** `document.card` or `document.paper` with its fields, `document.text`, and `document.unclear` with the reason. */
export const documentFacts = (document: Document, tMs = 0, model?: string): FactDraft[] => {
  const base = { t: Math.round(tMs), detector, ...(model === undefined ? {} : { model }) };
  const unclear = document.decision === 'undecidable' ? { reason: document.reasons.join('; ') } : {};
  const facts: FactDraft[] = [];
  if (document.kind !== 'none') {
    facts.push({
      ...base,
      kind: 'event',
      name: cards.includes(document.kind) ? 'document.card' : 'document.paper',
      type: document.kind,
      decision: document.decision,
      ...unclear,
      fields: Object.fromEntries(Object.entries(document.fields).map(([name, field]) => [name, field.value])),
      unsure: Object.entries(document.fields).flatMap(([name, { certainty }]) =>
        certainty < sureEnough ? [name] : [],
      ),
      checks: document.checks,
      corners: document.quad.map(([x, y]) => [Math.round(x), Math.round(y)]),
    });
    facts.push({ ...base, kind: 'event', name: 'document.text', lines: document.lines });
  }
  if (document.decision === 'undecidable') facts.push({ ...base, kind: 'state', name: 'document.unclear', ...unclear });
  return facts;
};

/** `document.compared` with every field, and a `document.mismatch` for each that surely differs. */
export const comparisonFacts = (matches: readonly FieldMatch[], tMs = 0): FactDraft[] => {
  const base = { t: Math.round(tMs), kind: 'measure', detector } as const;
  const different = matches.filter((one) => one.decision === 'different');
  return [
    { ...base, name: 'document.compared', value: different.length, decision: overall(matches), matches: [...matches] },
    ...different.map((one): FactDraft => ({ ...base, name: 'document.mismatch', ...one })),
  ];
};

/** `document.sentence`: a copied or printed sentence against the expected one. */
export const sentenceFact = (match: SentenceMatch, tMs = 0): FactDraft => ({
  t: Math.round(tMs),
  kind: 'measure',
  name: 'document.sentence',
  detector,
  ...match,
});

/** What was shown, held and turned, from papers that proved to carry writing. */
export const watchFacts = (tracks: readonly PaperTrack[]): FactDraft[] => {
  const state = (name: string, span: { startMs: number; endMs: number }) =>
    ({ t: Math.round(span.startMs), end: Math.round(span.endMs), kind: 'state', name, detector }) as const;
  const facts: FactDraft[] = tracks.flatMap((track) => [
    state('document.shown', track),
    ...holdsOf(track).map((hold) => ({
      ...state('document.held', hold),
      measures: { heldMs: Math.round(hold.endMs - hold.startMs) },
    })),
  ]);
  for (const place of inOnePlace(tracks)) {
    const visits = pagesOf(place.flatMap(holdsOf));
    if (visits.length < 2) continue;
    visits.forEach((visit, i) => {
      const before = visits[i - 1];
      facts.push({
        ...state('document.page', visit),
        value: visit.page,
        measures: { readMs: visit.endMs - visit.startMs },
      });
      if (before === undefined) return;
      const measures = { fromPage: before.page, toPage: visit.page };
      facts.push({ t: Math.round(visit.startMs), kind: 'event', name: 'document.turned', detector, measures });
    });
  }
  return facts;
};

/** A stretch in which nobody looked: rules on papers are undecidable there. */
export const gapFact = (span: { startMs: number; endMs: number }, reason: string): FactDraft => ({
  t: Math.round(span.startMs),
  end: Math.round(span.endMs),
  kind: 'state',
  name: 'document.unmeasured',
  detector,
  reason,
});
