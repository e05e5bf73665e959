import type { Span } from '@mingjian/signal/spans.ts';
import type { FactDraft } from '@mingjian/timeline';

export const DETECTOR = 'quality@1';

/** A closed state on the media clock; numbers rounded to hundredths. */
export const stateFact = (
  name: string,
  span: Span,
  measures: Record<string, number>,
  more: { track?: string; reason?: string; half?: string } = {},
): FactDraft => ({
  t: Math.max(0, Math.round(span.startMs)),
  end: Math.round(span.endMs),
  kind: 'state',
  name,
  detector: DETECTOR,
  ...(Object.keys(measures).length === 0
    ? {}
    : {
        measures: Object.fromEntries(
          Object.entries(measures).map(([key, value]) => [key, Math.round(value * 100) / 100]),
        ),
      }),
  ...more,
});
