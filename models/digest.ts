import { createHash } from 'node:crypto';
import { closeSync, createReadStream, openSync, readSync } from 'node:fs';
import type { ModelFile } from './lock.ts';

const blockBytes = 1 << 20;

/** SHA-256 of a file, hex. Blocks the event loop (about 1 s per GB): for the first use of a carried file only. */
export const sha256FileSync = (path: string): string => {
  const hash = createHash('sha256');
  const block = Buffer.allocUnsafe(blockBytes);
  const descriptor = openSync(path, 'r');
  try {
    for (let read = readSync(descriptor, block); read > 0; read = readSync(descriptor, block)) {
      hash.update(block.subarray(0, read));
    }
  } finally {
    closeSync(descriptor);
  }
  return hash.digest('hex');
};

/** SHA-256 of a file, hex, without blocking. */
export const sha256File = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  for await (const block of createReadStream(path, { highWaterMark: blockBytes })) hash.update(block);
  return hash.digest('hex');
};

/**
 * The version of a model, `sha256:…`: the digest of its one file, or, of several, of the lines that `sha256sum` prints
 * for them in the order of the lock.
 */
export const versionOf = (files: readonly ModelFile[]): string => {
  if (files.length === 1) return `sha256:${files[0]!.sha256}`;
  const lines = files.map((file) => `${file.sha256}  ${file.path}\n`).join('');
  return `sha256:${createHash('sha256').update(lines).digest('hex')}`;
};
