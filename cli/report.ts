import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import type { Finding, InspectionDocument } from '@mingjian/inspection';
import { clip, extractPcm, frameJpeg, isBrowserPlayable, proxy, waveformPeaks } from '@mingjian/media';
import { type ReportMedia, renderReport } from '@mingjian/report/embed.ts';

/** Media up to this size lie inside the file; above it clips around the findings do. */
const embeddedBytes = 20 * 2 ** 20;
/** Heard before and after the evidence in a clip. */
const clipMarginMs = 3_000;
const longestClipMs = 30_000;
const shownClips = 24;

const mimeOf = (path: string): string => (path.endsWith('.mp4') ? 'video/mp4' : 'video/webm');
const base64 = (path: string): string => readFileSync(path).toString('base64');

const shown = (document: InspectionDocument): Finding[] =>
  document.findings.filter((f) => f.verdict === 'violated' || f.verdict === 'undecidable');

const embedded = (path: string, mime: string): ReportMedia => ({ kind: 'embedded', mime, base64: base64(path) });

const originalMime = (document: InspectionDocument): string => {
  const container = document.file.container;
  const hasPicture = document.file.tracks.some((track) => track.kind === 'video');
  if (container === 'mp4' || container === 'mov') return hasPicture ? 'video/mp4' : 'audio/mp4';
  if (container === 'wav') return 'audio/wav';
  if (container === 'mp3') return 'audio/mpeg';
  if (container === 'ogg') return 'audio/ogg';
  return hasPicture ? 'video/webm' : 'audio/webm';
};

const clipsOf = async (file: string, document: InspectionDocument, dir: string) => {
  const clips: { findingId: string; startMs: number; mime: string; base64: string }[] = [];
  let total = 0;
  for (const finding of shown(document).slice(0, shownClips)) {
    const span = finding.spans[0];
    if (span === undefined) continue;
    const startMs = Math.max(0, span.startMs - clipMarginMs);
    const endMs = Math.min(document.file.durationMs, span.endMs + clipMarginMs, startMs + longestClipMs);
    const out = join(dir, `clip-${clips.length}.webm`);
    await clip(file, { startMs, endMs, out });
    total += statSync(out).size;
    if (total > embeddedBytes) break;
    clips.push({ findingId: finding.id, startMs, mime: mimeOf(out), base64: base64(out) });
  }
  return clips;
};

const mediaOf = async (
  file: string,
  document: InspectionDocument,
  at: { dir: string; out: string },
): Promise<ReportMedia> => {
  const playable = isBrowserPlayable(document.file);
  if (playable && document.file.bytes <= embeddedBytes) return embedded(file, originalMime(document));
  if (!playable) {
    const out = join(at.dir, 'proxy.webm');
    await proxy(file, out);
    if (existsSync(out) && statSync(out).size <= embeddedBytes) return embedded(out, mimeOf(out));
  }
  return {
    kind: 'clips',
    clips: await clipsOf(file, document, at.dir),
    link: encodeURI(relative(dirname(resolve(at.out)), resolve(file))),
    sha256: document.file.sha256,
  };
};

const framesOf = async (file: string, document: InspectionDocument) => {
  if (!document.file.tracks.some((track) => track.kind === 'video')) return [];
  const frames: { findingId: string; tMs: number; jpegBase64: string }[] = [];
  for (const finding of shown(document).slice(0, shownClips)) {
    const span = finding.spans[0];
    if (span === undefined) continue;
    const tMs = Math.min(Math.round((span.startMs + span.endMs) / 2), Math.max(0, document.file.durationMs - 100));
    const jpeg = await frameJpeg(file, tMs, { widthPx: 320 }).catch(() => undefined);
    if (jpeg !== undefined)
      frames.push({ findingId: finding.id, tMs, jpegBase64: Buffer.from(jpeg).toString('base64') });
  }
  return frames;
};

/** 10 peaks a second draw an hour in 36,000 points. */
const peaksPerSecond = 10;
const peaksOf = async (file: string, document: InspectionDocument, dir: string) => {
  if (!document.file.tracks.some((track) => track.kind === 'audio')) return undefined;
  const pcm = await extractPcm(file, document.file, { dir });
  return {
    perSecond: peaksPerSecond,
    channels: await Promise.all(
      pcm.channels.map(async (channel) => ({
        role: channel.channel,
        peaks: Array.from(await waveformPeaks(channel.path, peaksPerSecond)),
      })),
    ),
  };
};

/** Writes the report as one file that opens without a server; the recording lies inside, or clips of it. */
export const writeReport = async (file: string, document: InspectionDocument, out: string): Promise<void> => {
  const dir = await mkdtemp(join(tmpdir(), 'mingjian-report-'));
  try {
    const media = await mediaOf(file, document, { dir, out });
    const peaks = await peaksOf(file, document, dir);
    const frames = await framesOf(file, document);
    writeFileSync(out, renderReport(document, media, { frames, ...(peaks === undefined ? {} : { peaks }) }));
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
};
