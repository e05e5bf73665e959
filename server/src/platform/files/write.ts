import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CHUNK_BYTES, FORMAT, type Place, PREFIX_BYTES, sealChunk } from './chunks.ts';

export type Written = { digest: string; plainSha256: string; sizeBytes: number };

/**
 * Encrypts content into `<folder>/<first two of the digest>/<digest>`. It is complete or absent: temporary name, fsync of the
 * file, rename, fsync of the folder. A failed attempt leaves nothing.
 */
export const writeSealed = async (
  content: AsyncIterable<Uint8Array>,
  options: { key: Buffer; about: string; folder: string },
): Promise<Written> => {
  const temporary = join(options.folder, `.new-${randomUUID()}`);
  const file = await open(temporary, 'wx', 0o600);
  try {
    const place = { key: options.key, prefix: randomBytes(PREFIX_BYTES), about: options.about };
    const written = await seal(file, { content, place });
    await file.sync();
    await file.close();
    const folder = join(options.folder, written.digest.slice(0, 2));
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await rename(temporary, join(folder, written.digest));
    await syncFolder(folder);
    await syncFolder(options.folder);
    return written;
  } catch (error) {
    await file.close().catch(() => {});
    await rm(temporary, { force: true });
    throw error;
  }
};

const seal = async (file: FileHandle, from: { content: AsyncIterable<Uint8Array>; place: Place }): Promise<Written> => {
  const onDisk = createHash('sha256');
  const plain = createHash('sha256');
  let sizeBytes = 0;
  let index = 0;
  const write = async (bytes: Buffer) => {
    onDisk.update(bytes);
    await file.appendFile(bytes);
  };
  await write(Buffer.concat([FORMAT, from.place.prefix]));
  for await (const { chunk, isLast } of inChunks(from.content)) {
    plain.update(chunk);
    sizeBytes += chunk.length;
    await write(sealChunk(from.place, chunk, { index, isLast }));
    index += 1;
  }
  return { digest: onDisk.digest('hex'), plainSha256: plain.digest('hex'), sizeBytes };
};

/** Content cut at every MiB; the last piece is marked, and there is always one. */
async function* inChunks(content: AsyncIterable<Uint8Array>): AsyncGenerator<{ chunk: Buffer; isLast: boolean }> {
  let held: Buffer[] = [];
  let heldBytes = 0;
  for await (const part of content) {
    held.push(Buffer.from(part.buffer, part.byteOffset, part.byteLength));
    heldBytes += part.byteLength;
    if (heldBytes <= CHUNK_BYTES) continue;
    let all = Buffer.concat(held);
    while (all.length > CHUNK_BYTES) {
      yield { chunk: all.subarray(0, CHUNK_BYTES), isLast: false };
      all = all.subarray(CHUNK_BYTES);
    }
    held = [all];
    heldBytes = all.length;
  }
  yield { chunk: Buffer.concat(held), isLast: true };
}

const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};
