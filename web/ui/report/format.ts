import type { Locale } from './types.ts';

const two = (n: number): string => String(n).padStart(2, '0');

/** `0:42`, `1:02:03`; a clock time on the media clock. */
export const clockTime = (ms: number): string => {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
};

/** `0:42–0:51`; one time when both fall in the same second. */
export const clockSpan = (startMs: number, endMs: number): string => {
  const [start, end] = [clockTime(startMs), clockTime(endMs)];
  return start === end ? start : `${start}–${end}`;
};

/** `12.4 MB` in decimal units. */
export const byteSize = (bytes: number): string => {
  if (bytes < 1e6) return `${Math.max(1, Math.round(bytes / 1e3))} kB`;
  if (bytes < 1e9) return `${(bytes / 1e6).toFixed(1)} MB`;
  return `${(bytes / 1e9).toFixed(2)} GB`;
};

/** Date and minute in the reader's zone. */
export const dateTime = (rfc3339: string, locale: Locale): string => {
  const at = new Date(rfc3339);
  if (Number.isNaN(at.getTime())) return rfc3339;
  return new Intl.DateTimeFormat(locale, {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  }).format(at);
};

/** A measured number with at most two digits after the point. */
export const measured = (value: number, locale: Locale): string =>
  new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }).format(value);

/** 高 from 0.85, 中 from 0.6: words for people; the number stands in the hint. */
export const confidenceWord = (score: number): 'high' | 'middle' | 'low' =>
  score >= 0.85 ? 'high' : score >= 0.6 ? 'middle' : 'low';
