import type { Finding, InspectionDocument } from '@mingjian/inspection';
import { clock } from './clock.ts';

const verdictWords = {
  pass: '✓ 通过 PASS',
  fail: '✗ 不通过 FAIL',
  undecidable: '? 无法判定 UNDECIDABLE',
} as const;
const findingMarks = { violated: '✗', undecidable: '?', satisfied: '✓', not_applicable: '–' } as const;
const severityWords = { blocking: '阻断', major: '重大', minor: '一般', info: '提示' } as const;

/** Columns that a terminal gives a text: Han characters take two. */
export const columnsOf = (text: string): number =>
  [...text].reduce(
    (sum, one) =>
      sum +
      (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(one)
        ? 2
        : 1),
    0,
  );
const pad = (text: string, width: number) => text + ' '.repeat(Math.max(0, width - columnsOf(text)));

const spanOf = (finding: Finding): string => {
  const [first] = finding.spans;
  if (first === undefined) return '–';
  const more = finding.spans.length > 1 ? ` +${finding.spans.length - 1}` : '';
  return `${clock(first.startMs)}–${clock(first.endMs)}${more}`;
};

const rowOf = (finding: Finding): string => {
  const heard = finding.spans.find((span) => span.text !== undefined)?.text;
  const what = finding.message ?? finding.reason ?? finding.rule;
  return `  ${findingMarks[finding.verdict]} ${severityWords[finding.severity]}  ${pad(spanOf(finding), 20)} ${pad(finding.item, 24)} ${what}${heard === undefined || what.includes(heard) ? '' : ` 「${heard}」`}`;
};

/** The verdict and what stands behind it, worst first; satisfied and not applicable findings are only counted. */
export const findingsTable = (document: InspectionDocument): string => {
  const shown = document.findings.filter((f) => f.verdict === 'violated' || f.verdict === 'undecidable');
  const count = (verdict: Finding['verdict']) => document.findings.filter((f) => f.verdict === verdict).length;
  const missing = document.capabilities.filter((capability) => !capability.available);
  const tracks = document.file.tracks
    .map((track) => (track.kind === 'video' ? `${track.codec} ${track.width}×${track.height}` : track.codec))
    .join(' + ');
  return [
    `${document.file.name}  ${clock(document.file.durationMs)}  ${tracks}`,
    `${verdictWords[document.verdict]}  违规 ${count('violated')} · 无法判定 ${count('undecidable')} · 符合 ${count('satisfied')} · 不适用 ${count('not_applicable')}`,
    ...(document.file.unreadable ?? []).map((text) => `  ! ${text}`),
    ...shown.map(rowOf),
    ...missing.map((capability) => `  · 未测 ${capability.name}: ${capability.reason ?? ''}`),
    `  用时 ${((document.timingsMs.total ?? 0) / 1000).toFixed(1)} s · 内存峰值 ${Math.round(document.peakRssBytes / 2 ** 20)} MB`,
    '',
  ].join('\n');
};
