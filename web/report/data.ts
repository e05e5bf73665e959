import type { InspectionDocument, UnusableDocument } from '@mingjian/inspection';
import type { Peaks } from '@mingjian/ui/report/types.ts';

/** What a report file carries as JSON; the media itself lie in elements of their own, so that 20 MB are not parsed as JSON. */
export type ReportData = {
  inspection: InspectionDocument | UnusableDocument;
  media:
    | { kind: 'embedded'; mime: string }
    | { kind: 'clips'; clips: { findingId: string; startMs: number; mime: string }[]; link: string; sha256: string }
    | { kind: 'none'; reason: string };
  frames: { findingId: string; tMs: number; jpegBase64: string }[];
  peaks?: Peaks;
};

/** Element that holds the JSON, and the prefix of those that hold media in base64. */
export const dataId = 'mj-data';
export const mediaId = (index: number): string => `mj-media-${index}`;
