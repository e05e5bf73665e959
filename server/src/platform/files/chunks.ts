import { createCipheriv, createDecipheriv } from 'node:crypto';

/**
 * The file of an object: 8 bytes of format, 7 bytes of nonce, then chunks of 1 MiB, each with its 16-byte tag (STREAM,
 * security.md §3.5): nonce = prefix | counter | last. A chunk that is moved, dropped, doubled or altered does not open.
 */
export const FORMAT = Buffer.from('MJOBJ01\n');
export const PREFIX_BYTES = 7;
export const HEADER_BYTES = FORMAT.length + PREFIX_BYTES;
export const CHUNK_BYTES = 1024 * 1024;
export const TAG_BYTES = 16;

export type Place = { key: Buffer; prefix: Buffer; about: string };

const nonceOf = (prefix: Buffer, index: number, isLast: boolean): Buffer => {
  const nonce = Buffer.alloc(12);
  prefix.copy(nonce);
  nonce.writeUInt32BE(index, PREFIX_BYTES);
  nonce[11] = isLast ? 1 : 0;
  return nonce;
};

/** Ciphertext with its tag. `isLast` is true for the last chunk and for it alone. */
export const sealChunk = (
  { key, prefix, about }: Place,
  plain: Buffer,
  at: { index: number; isLast: boolean },
): Buffer => {
  const cipher = createCipheriv('aes-256-gcm', key, nonceOf(prefix, at.index, at.isLast)).setAAD(Buffer.from(about));
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
};

/** @throws Error when the chunk was altered or is not this chunk of this object. */
export const openChunk = (
  { key, prefix, about }: Place,
  sealed: Buffer,
  at: { index: number; isLast: boolean },
): Buffer => {
  const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(prefix, at.index, at.isLast))
    .setAAD(Buffer.from(about))
    .setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  return Buffer.concat([decipher.update(sealed.subarray(0, sealed.length - TAG_BYTES)), decipher.final()]);
};

/** Number of chunks of an object: an empty one has one, empty and last. */
export const chunkCount = (sizeBytes: number): number => Math.max(1, Math.ceil(sizeBytes / CHUNK_BYTES));
