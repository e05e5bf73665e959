/** The object store on the local disk: content-addressed, encrypted per object, durable before it is acknowledged. */
import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { openKeyring } from '../crypto/keyring.ts';
import { readSealed } from './read.ts';
import { writeSealed } from './write.ts';

/** What the database keeps of an object. Never shared between tenants, nor between two objects with the same bytes. */
export type StoredObject = {
  id: string;
  tenantId: string;
  /** SHA-256 of the file as it lies on disk, hex; its name. For storage audits. */
  digest: string;
  /** SHA-256 of the content, hex. For the court. */
  plainSha256: string;
  sizeBytes: number;
  wrappedKey: Buffer;
};
/** Bytes `start` to `end`, both included, as in an HTTP range. */
export type Range = { start?: number; end?: number };

export type Files = {
  /** Stores a file (by its path) or bytes. When it returns, the object survives a power cut; the row is the caller's. */
  put(tenantId: string, source: string | Uint8Array | AsyncIterable<Uint8Array>): Promise<StoredObject>;
  /** The content, or a part of it; only the chunks that hold it are read. The stream fails when a byte was altered. */
  read(object: StoredObject, range?: Range): Readable;
  /** The whole content; for documents, not for recordings. */
  bytes(object: StoredObject): Promise<Buffer>;
  remove(object: StoredObject): Promise<void>;
};

/** `dir` is `<data>/objects`, `keysDir` `<data>/keys`. */
export const openFiles = (options: { dir: string; keysDir: string }): Files => {
  const keyring = openKeyring(options.keysDir);
  const folderOf = (tenantId: string) => join(options.dir, tenantId);
  const pathOf = ({ tenantId, digest }: StoredObject) => join(folderOf(tenantId), digest.slice(0, 2), digest);
  const aboutOf = (tenantId: string, id: string) => `${tenantId}/${id}`;
  const read = (object: StoredObject, range: Range = {}): Readable => {
    const about = aboutOf(object.tenantId, object.id);
    const key = keyring.unwrap(object.wrappedKey, about);
    return Readable.from(readSealed(pathOf(object), { key, about, sizeBytes: object.sizeBytes, range }));
  };
  return {
    async put(tenantId, source) {
      const id = randomUUID();
      const about = aboutOf(tenantId, id);
      const { key, wrapped } = keyring.newDataKey(about);
      await mkdir(folderOf(tenantId), { recursive: true, mode: 0o700 });
      const written = await writeSealed(contentOf(source), { key, about, folder: folderOf(tenantId) });
      return { id, tenantId, ...written, wrappedKey: wrapped };
    },
    read,
    async bytes(object) {
      const parts: Buffer[] = [];
      for await (const part of read(object)) parts.push(part as Buffer);
      return Buffer.concat(parts);
    },
    remove: (object) => rm(pathOf(object), { force: true }),
  };
};

const contentOf = (source: string | Uint8Array | AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> => {
  if (typeof source === 'string') return createReadStream(source, { highWaterMark: 1024 * 1024 });
  return source instanceof Uint8Array ? Readable.from([Buffer.from(source)]) : source;
};

export { type ObjectRow, objectOf, rowOf } from './row.ts';
