import type { Word } from '@mingjian/timeline';

/** The characters of a word with equal shares of its time; Latin words stay whole. */
export const spread = (text: string, startMs: number, endMs: number): Word[] => {
  const parts = text.match(/\p{Script=Han}|[\p{L}\p{N}]+/gu) ?? [];
  const step = (endMs - startMs) / Math.max(1, parts.length);
  return parts.map((part, i) => ({
    text: part,
    startMs: Math.round(startMs + i * step),
    endMs: Math.round(startMs + (i + 1) * step),
  }));
};
