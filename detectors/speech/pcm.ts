import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

export const sampleRateHz = 16000;

/** A raw s16le mono 16 kHz file, read by span so that an hour never lies in memory. */
export type Pcm = { samples: number; durationMs: number; read(from: number, to: number): Float32Array; close(): void };

/** @throws Error of the file system when the path cannot be opened. */
export const openPcm = (path: string): Pcm => {
  const file = openSync(path, 'r');
  const samples = Math.floor(fstatSync(file).size / 2);
  return {
    samples,
    durationMs: Math.round((samples * 1000) / sampleRateHz),
    read: (from, to) => {
      const first = Math.max(0, Math.min(samples, Math.round(from)));
      const count = Math.max(0, Math.min(samples, Math.round(to)) - first);
      const bytes = Buffer.alloc(count * 2);
      readSync(file, bytes, 0, bytes.length, first * 2);
      return Float32Array.from({ length: count }, (_, i) => bytes.readInt16LE(i * 2) / 32768);
    },
    close: () => closeSync(file),
  };
};
