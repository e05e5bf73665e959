import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';

/** One file of a zip archive (a wheel is one). */
export type ZipEntry = { name: string; bytes: number; read(): Buffer };

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const endBytes = 22;
const longestComment = 65_535;

/**
 * Lists a zip archive. Reads stored and deflated entries; Zip64 (over 4 GB) and encryption are refused.
 * @throws Error naming the archive when it is not a zip or an entry cannot be read.
 */
export const readZip = (path: string): ZipEntry[] => {
  const size = statSync(path).size;
  const tail = readAt(path, Math.max(0, size - endBytes - longestComment), Math.min(size, endBytes + longestComment));
  let at = tail.length - endBytes;
  while (at >= 0 && tail.readUInt32LE(at) !== endSignature) at--;
  if (at < 0) throw new Error(`${path} is not a zip archive: it has no end record (cut off?)`);
  const directory = readAt(path, tail.readUInt32LE(at + 16), tail.readUInt32LE(at + 12));
  return entriesOf(path, directory, tail.readUInt16LE(at + 10));
};

const readAt = (path: string, position: number, length: number): Buffer => {
  const block = Buffer.alloc(length);
  const descriptor = openSync(path, 'r');
  try {
    const read = readSync(descriptor, block, 0, length, position);
    if (read !== length) throw new Error(`${path} ends too early`);
  } finally {
    closeSync(descriptor);
  }
  return block;
};

const entriesOf = (path: string, directory: Buffer, count: number): ZipEntry[] => {
  const entries: ZipEntry[] = [];
  let at = 0;
  for (let index = 0; index < count; index++) {
    if (directory.readUInt32LE(at) !== entrySignature) throw new Error(`${path} has a broken zip directory`);
    const nameBytes = directory.readUInt16LE(at + 28);
    const name = directory.toString('utf8', at + 46, at + 46 + nameBytes);
    entries.push(entryAt(path, directory.subarray(at, at + 46), name));
    at += 46 + nameBytes + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return entries;
};

const entryAt = (path: string, header: Buffer, name: string): ZipEntry => {
  const method = header.readUInt16LE(10);
  const packedBytes = header.readUInt32LE(20);
  const bytes = header.readUInt32LE(24);
  const position = header.readUInt32LE(42);
  const read = (): Buffer => {
    const local = readAt(path, position, 30);
    const start = position + 30 + local.readUInt16LE(26) + local.readUInt16LE(28);
    const packed = readAt(path, start, packedBytes);
    if (method === 0) return packed;
    if (method === 8) return inflateRawSync(packed, { maxOutputLength: Math.max(bytes, 1) });
    throw new Error(`${path}: ${name} is packed with method ${method}, which is not read here`);
  };
  return { name, bytes, read };
};
