/** Outcome of one rule on one occurrence. `undecidable` = what it needs was not measured; never a silent pass. */
export type FindingVerdict = 'violated' | 'satisfied' | 'not_applicable' | 'undecidable';
export type Verdict = 'pass' | 'fail' | 'undecidable';
export type Severity = 'blocking' | 'major' | 'minor' | 'info';
/** A signal (complaint, fraud, black market) is raised, never a verdict on a person. */
export type FindingKind = 'conduct' | 'quality' | 'signal';

/** Evidence: a stretch of the media clock and, where words were said, the turns and the character range. */
export type Span = {
  startMs: number;
  endMs: number;
  turns?: number[];
  /** The words that matched, as heard. */
  text?: string;
  /** Character offsets in the first turn of `turns`, UTF-16 units. */
  chars?: [number, number];
  role?: string;
  /** Which part of the rule this is evidence for: a label name, `anchor`, `window` … */
  label?: string;
};

/** What stands behind a rule. Grade A read in the source, B secondary, C unverified; B and C read 待法务确认. */
export type Citation = {
  regulation: string;
  article?: string;
  effectiveFrom?: string;
  effectiveTo?: string;
  grade: 'A' | 'B' | 'C';
  sourceUrl?: string;
  note?: string;
};

/** One finding of `mingjian.findings/1`. */
export type Finding = {
  /** Stable within one inspection: `rule#occurrence`. */
  id: string;
  item: string;
  rule: string;
  /** `pack@version` */
  pack: string;
  /** sha256 of the compiled pack, hex. */
  packHash?: string;
  verdict: FindingVerdict;
  severity: Severity;
  kind?: FindingKind;
  spans: Span[];
  /** Media time at which it was decided, ms. */
  decidedAtMs?: number;
  reason?: string;
  score?: number;
  /** Chinese sentence for people, placeholders filled. */
  message?: string;
  messageEn?: string;
  /** One line: regulation, article. The structured form is `source`. */
  citation?: string;
  source?: Citation;
  /** For a miss: what was looked for, where, and the nearest thing found. */
  missing?: { expected: string; window: [number, number]; nearest?: { text: string; turn?: number; score: number } };
  measures?: Record<string, number>;
};

/** `mingjian.findings/1`: one conversation. */
export type ConversationFindings = { id: string; verdict: Verdict; findings: Finding[] };

/**
 * Folds findings to the verdict of the whole: fail = a blocking or major item violated; else undecidable = a blocking or
 * major item undecidable; else pass. Minor, info and signals never change it (docs/reference/formats.md).
 */
export const foldVerdict = (findings: readonly Finding[]): Verdict => {
  const weighty = findings.filter((f) => (f.severity === 'blocking' || f.severity === 'major') && f.kind !== 'signal');
  if (weighty.some((f) => f.verdict === 'violated')) return 'fail';
  if (weighty.some((f) => f.verdict === 'undecidable')) return 'undecidable';
  return 'pass';
};
