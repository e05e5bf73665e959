import type { Finding, InspectionDocument } from '@mingjian/inspection';

export type Locale = 'zh-CN' | 'en-US';
/** 紧凑 / 标准 / 大字 */
export type TextSize = 'compact' | 'standard' | 'large';

/** A stretch of the recording around one finding; `startMs` is where it begins on the media clock. */
export type MediaClip = { findingId: string; startMs: number; mime: string; url: string };

/** What there is to play. `url` = the whole recording; `clips` = stretches, with the way to the original and its digest. */
export type MediaSource =
  | { kind: 'url'; url: string }
  | { kind: 'clips'; clips: MediaClip[]; link: string; sha256: string }
  | { kind: 'none'; reason: string };

/** Loudest sample of each stretch, 0–1, `perSecond` stretches a second; `role` is a role or a channel (left, right, mono). */
export type Peaks = { perSecond: number; channels: { role: string; peaks: number[] }[] };

export type Decision = 'hit' | 'false_alarm';
/** A reviewer's mark on one finding. `at` is RFC 3339. */
export type ReviewMark = { findingId: string; decision: Decision; comment?: string; by?: string; at?: string };
export type VerdictMark = { decision: 'pass' | 'fail' | 'undecidable'; comment: string; by?: string; at?: string };

export type ReportProps = {
  inspection: InspectionDocument;
  media: MediaSource;
  locale: Locale;
  textSize: TextSize;
  peaks?: Peaks;
  /** Address of a picture of the evidence; undefined when there is none. */
  frameUrl?: (finding: Finding, tMs: number) => string | undefined;
  reviews?: ReviewMark[];
  /** Given: the reader may mark findings. A rejected promise keeps the draft and shows the message. */
  onReview?: (mark: ReviewMark) => Promise<unknown> | undefined;
  verdictReview?: VerdictMark;
  onVerdict?: (mark: VerdictMark) => Promise<unknown> | undefined;
  /** Buttons of the surrounding page, at the right of the header. */
  actions?: React.ReactNode;
  /** Who looks and when, across the picture (录像水印). */
  watermark?: string;
};
