import type { Finding, FindingVerdict, Severity, Span } from '@mingjian/inspection';

const bySeverity: Record<Severity, number> = { blocking: 0, major: 1, minor: 2, info: 3 };
const byVerdict: Record<FindingVerdict, number> = { violated: 0, undecidable: 1, satisfied: 2, not_applicable: 3 };

/** Worst first: violated before undecidable, conduct before signals, heavier before lighter, then by time. */
export const worstFirst = (findings: readonly Finding[]): Finding[] =>
  [...findings].sort(
    (a, b) =>
      byVerdict[a.verdict] - byVerdict[b.verdict] ||
      Number(a.kind === 'signal') - Number(b.kind === 'signal') ||
      bySeverity[a.severity] - bySeverity[b.severity] ||
      (a.spans[0]?.startMs ?? 0) - (b.spans[0]?.startMs ?? 0),
  );

export type FindingFilter = 'attention' | FindingVerdict;

/** `attention` = what a person has to look at: violated and undecidable. */
export const matchesFilter = (finding: Finding, filter: FindingFilter): boolean =>
  filter === 'attention'
    ? finding.verdict === 'violated' || finding.verdict === 'undecidable'
    : finding.verdict === filter;

/** How many findings each filter shows. */
export const countByFilter = (findings: readonly Finding[]): Record<FindingFilter, number> => {
  const counts = { attention: 0, violated: 0, undecidable: 0, satisfied: 0, not_applicable: 0 };
  for (const finding of findings) {
    counts[finding.verdict] += 1;
    if (matchesFilter(finding, 'attention')) counts.attention += 1;
  }
  return counts;
};

/** Where evidence lies. The stretch that was searched in vain is no evidence: it stands in `missing`, not on the timeline. */
export const placesOf = (finding: Finding): Span[] => {
  const window = finding.missing?.window;
  return finding.spans.filter((span) => span.startMs !== window?.[0] || span.endMs !== window?.[1]);
};

/** Where to listen for this finding: 2 s before its first evidence, ms; a miss without evidence begins at its window. */
export const listenFromMs = (finding: Finding): number | undefined => {
  const start = placesOf(finding)[0]?.startMs ?? finding.missing?.window[0];
  return start === undefined ? undefined : Math.max(0, start - leadMs);
};

/** Heard before the evidence, so that its beginning is not missed (reference: every finding seeks 2 s before). */
export const leadMs = 2_000;

/** The moment whose picture shows the finding best: the middle of the first span, at most 5 s in. */
export const pictureAtMs = (finding: Finding): number | undefined => {
  const span = placesOf(finding)[0];
  return span === undefined ? undefined : Math.round(span.startMs + Math.min(5_000, (span.endMs - span.startMs) / 2));
};
