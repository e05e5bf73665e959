import { open } from 'node:fs/promises';
import { CHUNK_BYTES, chunkCount, FORMAT, HEADER_BYTES, openChunk, TAG_BYTES } from './chunks.ts';
import type { Range } from './index.ts';

type Sealed = { key: Buffer; about: string; sizeBytes: number; range: Range };

/** The plain bytes of a range, chunk by chunk. @throws Error naming the object when its file is missing or altered. */
export async function* readSealed(path: string, { key, about, sizeBytes, range }: Sealed): AsyncGenerator<Buffer> {
  const start = range.start ?? 0;
  const end = Math.min(range.end ?? sizeBytes - 1, sizeBytes - 1);
  const file = await open(path, 'r').catch(() => {
    throw new Error(`the file of object ${about} is missing: ${path}`);
  });
  try {
    const header = Buffer.alloc(HEADER_BYTES);
    await file.read(header, 0, HEADER_BYTES, 0);
    if (!header.subarray(0, FORMAT.length).equals(FORMAT)) throw new Error(`${path} is not an object of this store`);
    const place = { key, about, prefix: header.subarray(FORMAT.length) };
    const count = chunkCount(sizeBytes);
    // An empty object still has one chunk whose tag is checked.
    const last = Math.max(0, Math.floor(end / CHUNK_BYTES));
    for (let index = Math.floor(start / CHUNK_BYTES); index <= last; index += 1) {
      const sealed = Buffer.alloc(Math.min(CHUNK_BYTES, sizeBytes - index * CHUNK_BYTES) + TAG_BYTES);
      const { bytesRead } = await file.read(sealed, 0, sealed.length, HEADER_BYTES + index * (CHUNK_BYTES + TAG_BYTES));
      if (bytesRead < sealed.length) throw new Error(`object ${about} is cut short on disk: ${path}`);
      const plain = decrypt(() => openChunk(place, sealed, { index, isLast: index === count - 1 }), path);
      const from = Math.max(0, start - index * CHUNK_BYTES);
      yield plain.subarray(from, end - index * CHUNK_BYTES + 1);
    }
  } finally {
    await file.close();
  }
}

const decrypt = (open: () => Buffer, path: string): Buffer => {
  try {
    return open();
  } catch {
    throw new Error(`${path} was altered: its content does not match its key`);
  }
};
