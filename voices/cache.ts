import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const largestBytes = 512 * 1024 * 1024;
const extension = '.pcm';

/** Spoken pieces on disk, 16-bit samples, named by what they were made from. */
export type SoundCache = {
  get(key: string): Int16Array | undefined;
  put(key: string, samples: Int16Array): void;
};

/** Any change of words, reading, voice, pace, model or recipe gives another name. */
export const cacheKey = (parts: readonly (string | number)[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex');

/** Opens the cache and removes the longest unused pieces beyond 512 MB (3 hours of speech). */
export const openCache = (dir: string): SoundCache => {
  mkdirSync(dir, { recursive: true });
  prune(dir);
  const pathOf = (key: string) => join(dir, `${key}${extension}`);
  return {
    get: (key) => {
      try {
        const bytes = readFileSync(pathOf(key));
        const now = new Date();
        utimesSync(pathOf(key), now, now);
        return new Int16Array(new Uint8Array(bytes).buffer);
      } catch {
        return undefined;
      }
    },
    put: (key, samples) => {
      const draft = join(dir, `${key}.${process.pid}.draft`);
      writeFileSync(draft, new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength));
      renameSync(draft, pathOf(key));
    },
  };
};

const prune = (dir: string): void => {
  const files = readdirSync(dir)
    .filter((name) => name.endsWith(extension))
    .flatMap((name) => {
      const stats = statSync(join(dir, name), { throwIfNoEntry: false });
      return stats === undefined ? [] : [{ name, bytes: stats.size, usedMs: stats.mtimeMs }];
    })
    .sort((a, b) => b.usedMs - a.usedMs);
  let kept = 0;
  for (const file of files) {
    kept += file.bytes;
    if (kept > largestBytes) rmSync(join(dir, file.name), { force: true });
  }
};
