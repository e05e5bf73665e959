import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

export const sampleRateHz = 16000;
const samplesPerMs = sampleRateHz / 1000;

/** Part of a recording, milliseconds on the media clock. */
export type Span = { startMs: number; endMs: number };

/** A stretch of a raw s16le mono 16 kHz file as samples −1..1; the whole file without times. @throws Error when it cannot be opened. */
export const readSound = (path: string, span: Partial<Span> = {}): Float32Array => {
  const file = openSync(path, 'r');
  try {
    const samples = Math.floor(fstatSync(file).size / 2);
    const first = Math.min(samples, Math.round((span.startMs ?? 0) * samplesPerMs));
    const last = Math.min(samples, Math.round((span.endMs ?? Number.POSITIVE_INFINITY) * samplesPerMs));
    const bytes = Buffer.alloc(Math.max(0, last - first) * 2);
    readSync(file, bytes, 0, bytes.length, first * 2);
    return Float32Array.from({ length: bytes.length / 2 }, (_, i) => bytes.readInt16LE(i * 2) / 32768);
  } finally {
    closeSync(file);
  }
};

/** Speech of a track put together, with the way back to the media clock. */
export type Talk = { samples: Float32Array; spans: readonly Span[]; at(sample: number): number };

/** The spans of `samples` one after another; `at` gives the media time of a sample of the joined sound. */
export const talkOf = (samples: Float32Array, spans: readonly Span[]): Talk => {
  const parts = spans.map((span) => samples.subarray(span.startMs * samplesPerMs, span.endMs * samplesPerMs));
  const joined = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  const starts: number[] = [];
  let filled = 0;
  for (const part of parts) {
    starts.push(filled);
    joined.set(part, filled);
    filled += part.length;
  }
  const at = (sample: number) => {
    const index = Math.max(
      0,
      starts.findLastIndex((start) => start <= sample),
    );
    return Math.round((spans[index]?.startMs ?? 0) + (sample - (starts[index] ?? 0)) / samplesPerMs);
  };
  return { samples: joined, spans, at };
};
