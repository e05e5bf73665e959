export type { Citation, Finding, FindingVerdict, Severity, Span, Verdict } from '@mingjian/rules/finding.ts';
export * from './document.ts';
export * from './markers.ts';
