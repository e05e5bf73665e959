/** Files of the data folder: which belong to a backup, and copies that are on the disk when the call returns. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { Kept } from './manifest.ts';

/** Not kept: the database's own files (they come as tables), what can be fetched or made again, and what is of the moment. */
const LEFT_OUT = new Set(['pg', 'models', 'cache', 'tmp', 'logs', 'proxies']);

/** Paths of the files to keep, from the data folder, sorted. Sockets, links and half-written `.part` files are left out. */
export async function keptFiles(dataDir: string): Promise<string[]> {
  const found: string[] = [];
  const walk = async (dir: string): Promise<void> => {
    for (const entry of await readdir(dir, { withFileTypes: true }).catch(absent)) {
      const path = join(dir, entry.name);
      const isLeftOut = dir === dataDir && LEFT_OUT.has(entry.name);
      if (entry.isDirectory() && !isLeftOut) await walk(path);
      if (entry.isFile() && !/\.(part|lock|sock)$/.test(entry.name)) found.push(relative(dataDir, path));
    }
  };
  await walk(dataDir);
  return found.sort();
}

const absent = (error: NodeJS.ErrnoException) => {
  if (error.code === 'ENOENT') return [];
  throw error;
};

/**
 * Copies one file and answers what was written, or null when it went away meanwhile. Only the bytes that were there at
 * the beginning: a timeline or an upload may grow, and its copy is then a true beginning of it. A timeline (`.jsonl`)
 * ends at its last whole line.
 */
export async function copyFile(from: string, to: string): Promise<Omit<Kept, 'path'> | null> {
  const source = await open(from, 'r').catch((error: NodeJS.ErrnoException) =>
    error.code === 'ENOENT' ? null : Promise.reject(error),
  );
  if (source === null) return null;
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  const target = await open(to, 'wx', 0o600);
  try {
    const { size } = await source.stat();
    const end = from.endsWith('.jsonl') ? await lastLineEnd(source, size) : size;
    const hash = createHash('sha256');
    let bytes = 0;
    if (end > 0) {
      for await (const chunk of createReadStream(from, { start: 0, end: end - 1 })) {
        hash.update(chunk as Buffer);
        bytes += (chunk as Buffer).length;
        await target.writeFile(chunk as Buffer);
      }
    }
    await target.sync();
    return { bytes, sha256: hash.digest('hex') };
  } finally {
    await source.close();
    await target.close();
  }
}

/** The position behind the last newline at or before `size`. */
async function lastLineEnd(file: Awaited<ReturnType<typeof open>>, size: number): Promise<number> {
  const buffer = Buffer.alloc(64 * 1024);
  for (let end = size; end > 0; ) {
    const start = Math.max(0, end - buffer.length);
    const { bytesRead } = await file.read(buffer, 0, end - start, start);
    const at = buffer.subarray(0, bytesRead).lastIndexOf(0x0a);
    if (at >= 0) return start + at + 1;
    end = start;
  }
  return 0;
}

/** Makes the entries of a folder durable. */
export async function syncFolder(dir: string): Promise<void> {
  const handle = await open(dir, 'r');
  await handle.sync().finally(() => handle.close());
}
