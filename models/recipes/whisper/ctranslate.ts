import { closeSync, openSync, readSync } from 'node:fs';

/** A variable of a CTranslate2 model file; every weight of the published conversion is float16. */
export type Variable = { dims: number[]; read(): Float16Array };

const float16Type = 4;
const supportedVersion = 6;
const headerBlockBytes = 4096;

/**
 * The variables of a CTranslate2 `model.bin` (version 6, little endian), read on demand.
 * @throws Error naming the file when it is another format, cut off, or holds a variable that is not float16.
 */
export const readCTranslate = (path: string): Map<string, Variable> => {
  const descriptor = openSync(path, 'r');
  try {
    return variablesOf(path, cursorOn(path, descriptor));
  } finally {
    closeSync(descriptor);
  }
};

type Cursor = { position: number; take(length: number): Buffer };

/** Reads a file in blocks: only the small headers between the weights are read here. */
const cursorOn = (path: string, descriptor: number): Cursor => {
  let block = Buffer.alloc(0);
  let blockStart = 0;
  const cursor: Cursor = {
    position: 0,
    take(length) {
      if (cursor.position < blockStart || cursor.position + length > blockStart + block.length) {
        const fresh = Buffer.alloc(Math.max(length, headerBlockBytes));
        block = fresh.subarray(0, readSync(descriptor, fresh, 0, fresh.length, cursor.position));
        blockStart = cursor.position;
        if (block.length < length) throw new Error(`${path} ends too early at byte ${cursor.position + block.length}`);
      }
      const at = cursor.position - blockStart;
      cursor.position += length;
      return block.subarray(at, at + length);
    },
  };
  return cursor;
};

const word = (cursor: Cursor): number => cursor.take(4).readUInt32LE();
const name = (cursor: Cursor): string => {
  const length = cursor.take(2).readUInt16LE();
  return cursor.take(length).toString('utf8', 0, length - 1);
};

const variablesOf = (path: string, cursor: Cursor): Map<string, Variable> => {
  const version = word(cursor);
  if (version !== supportedVersion) throw new Error(`${path} is no CTranslate2 file of version 6 (it says ${version})`);
  const spec = name(cursor);
  if (spec !== 'WhisperSpec') throw new Error(`${path} holds a ${spec}, not a WhisperSpec`);
  cursor.position += 4; // revision of the specification
  const count = word(cursor);
  const variables = new Map<string, Variable>();
  for (let index = 0; index < count; index++) {
    const key = name(cursor);
    const rank = cursor.take(1)[0]!;
    const dims = Array.from({ length: rank }, () => word(cursor));
    const type = cursor.take(1)[0]!;
    const byteLength = word(cursor);
    if (type === float16Type) variables.set(key, variableAt(path, { position: cursor.position, byteLength, dims }));
    cursor.position += byteLength;
  }
  return variables;
};

const variableAt = (path: string, at: { position: number; byteLength: number; dims: number[] }): Variable => ({
  dims: at.dims,
  read: () => {
    const content = new Uint8Array(at.byteLength);
    const descriptor = openSync(path, 'r');
    const read = readSync(descriptor, content, 0, at.byteLength, at.position);
    closeSync(descriptor);
    if (read !== at.byteLength) throw new Error(`${path} ends inside a weight`);
    return new Float16Array(content.buffer);
  },
});
