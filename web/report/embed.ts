import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { InspectionDocument, UnusableDocument } from '@mingjian/inspection';
import { dataId, mediaId, type ReportData } from './data.ts';

export type ReportMedia =
  | { kind: 'embedded'; mime: string; base64: string }
  | {
      kind: 'clips';
      clips: { findingId: string; startMs: number; mime: string; base64: string }[];
      /** Relative address of the original beside the report. */
      link: string;
      sha256: string;
    }
  | { kind: 'none'; reason: string };

export type ReportExtras = {
  frames?: { findingId: string; tMs: number; jpegBase64: string }[];
  /** Peaks 0–1 of each channel, `perSecond` a second. */
  peaks?: { perSecond: number; channels: { role: string; peaks: number[] }[] };
};

const templatePath = fileURLToPath(new URL('./dist/report.html', import.meta.url));

const template = (): string => {
  if (existsSync(templatePath)) return readFileSync(templatePath, 'utf8');
  throw new Error('the report page is not built: run `npm run build -w @mingjian/report` once');
};

/** JSON that cannot end its script element, whatever words were said in the recording. */
const json = (value: unknown): string => JSON.stringify(value).replace(/</g, '\\u003c');

const withoutBytes = (media: ReportMedia): ReportData['media'] => {
  if (media.kind === 'embedded') return { kind: 'embedded', mime: media.mime };
  if (media.kind === 'none') return media;
  return { ...media, clips: media.clips.map(({ base64: _bytes, ...clip }) => clip) };
};

const bytesOf = (media: ReportMedia): string[] =>
  media.kind === 'embedded' ? [media.base64] : media.kind === 'clips' ? media.clips.map((clip) => clip.base64) : [];

const onlyBase64 = (text: string): string => {
  if (/[^A-Za-z0-9+/=\s]/.test(text)) throw new Error('media of a report must be base64');
  return text;
};

/**
 * One HTML page with the inspection, its media and the program inside; it opens from disk without a network.
 * Throws when the page was not built yet or the media are not base64.
 */
export const renderReport = (
  inspection: InspectionDocument | UnusableDocument,
  media: ReportMedia,
  extras: ReportExtras = {},
): string => {
  const data: ReportData = { inspection, media: withoutBytes(media), frames: extras.frames ?? [] };
  if (extras.peaks !== undefined) data.peaks = extras.peaks;
  const elements = [
    `<script type="application/json" id="${dataId}">${json(data)}</script>`,
    ...bytesOf(media).map((bytes, i) => `<script type="text/plain" id="${mediaId(i)}">${onlyBase64(bytes)}</script>`),
  ];
  return template().replace('<!--MJ_DATA-->', () => elements.join('\n'));
};
