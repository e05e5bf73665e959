/** A recording in the clear for as long as ffmpeg needs it: one decrypted copy, shared, gone a minute after its last use. */
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Files, objectOf } from '../../../platform/files/index.ts';
import type { Recording } from '../store.ts';

const LINGER_MS = 60_000;
type Copy = { path: Promise<string>; users: number; timer?: NodeJS.Timeout };
export type Plain = {
  withPlain<T>(recording: Recording, use: (path: string) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

/** `dir` is emptied at the start: a killed process may have left copies. */
export async function openPlain(files: Files, dir: string): Promise<Plain> {
  await rm(dir, { recursive: true, force: true });
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const copies = new Map<string, Copy>();
  const decrypt = async (recording: Recording): Promise<string> => {
    const path = join(dir, recording.id);
    await pipeline(files.read(objectOf(recording.object)), createWriteStream(path, { mode: 0o600 }));
    return path;
  };
  const forget = async (id: string) => {
    copies.delete(id);
    await rm(join(dir, id), { force: true });
  };
  return {
    async withPlain(recording, use) {
      const { id } = recording;
      const copy: Copy = copies.get(id) ?? { path: decrypt(recording), users: 0 };
      copies.set(id, copy);
      clearTimeout(copy.timer);
      copy.users += 1;
      try {
        return await use(await copy.path);
      } finally {
        copy.users -= 1;
        if (copy.users === 0) copy.timer = setTimeout(() => void forget(id), LINGER_MS).unref();
      }
    },
    async close() {
      for (const { timer } of copies.values()) clearTimeout(timer);
      await rm(dir, { recursive: true, force: true });
    },
  };
}
