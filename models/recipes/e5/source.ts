import { readFileSync } from 'node:fs';

/**
 * The published file of multilingual-e5-small in 4 bits (`E5S1`, little endian): sizes, SentencePiece pieces with scores, then named
 * tensors, float32 or blocks of 32 weights in 18 bytes (float16 scale, 16 bytes with weight j low and j + 16 high; value = (nibble − 8) · scale).
 */
export type E5Source = {
  pieces: string[];
  scores: Float32Array;
  /** Values of a tensor, unpacked. */
  values(name: string): Float32Array;
  /** The blocks of a 4-bit tensor as they lie in the file. */
  blocks(name: string): Uint8Array;
};
type Place = { packed: boolean; count: number; offset: number; bytes: number };

const headerBytes = 8 + 7 * 4 + 4 + 4;
export const blockBytes = 18;
export const blockWeights = 32;

const textDecoder = new TextDecoder();

const readPieces = (view: DataView, file: Buffer): { pieces: string[]; scores: Float32Array; next: number } => {
  const count = view.getInt32(headerBytes, true);
  let at = headerBytes + 5 * 4;
  const blobBytes = Number(view.getBigUint64(at, true));
  at += 8;
  const offset = (i: number): number => view.getUint32(at + 4 * i, true);
  const scoresAt = at + 4 * (count + 1);
  const blobAt = scoresAt + 4 * count;
  const pieces = Array.from({ length: count }, (_, i) =>
    textDecoder.decode(file.subarray(blobAt + offset(i), blobAt + offset(i + 1))),
  );
  const scores = Float32Array.from({ length: count }, (_, i) => view.getFloat32(scoresAt + 4 * i, true));
  const tableBytes = view.getInt32(blobAt + blobBytes + 4, true);
  return { pieces, scores, next: blobAt + blobBytes + 8 + tableBytes };
};

const readPlaces = (view: DataView, file: Buffer, from: number): Map<string, Place> => {
  const places = new Map<string, Place>();
  const count = view.getInt32(from, true);
  let at = from + 4;
  for (let i = 0; i < count; i++) {
    const nameBytes = view.getUint16(at, true);
    const name = textDecoder.decode(file.subarray(at + 2, at + 2 + nameBytes));
    at += 2 + nameBytes;
    places.set(name, {
      packed: view.getUint8(at) === 1,
      count: view.getUint32(at + 1, true),
      offset: Number(view.getBigUint64(at + 5, true)),
      bytes: Number(view.getBigUint64(at + 13, true)),
    });
    at += 21;
  }
  return places;
};

const unpack = (blocks: Uint8Array, count: number): Float32Array => {
  const view = new DataView(blocks.buffer, blocks.byteOffset, blocks.byteLength);
  const values = new Float32Array(count);
  for (let block = 0; block * blockWeights < count; block++) {
    const at = block * blockBytes;
    const scale = view.getFloat16(at, true);
    for (let j = 0; j < 16; j++) {
      const byte = blocks[at + 2 + j] as number;
      values[block * blockWeights + j] = ((byte & 15) - 8) * scale;
      values[block * blockWeights + j + 16] = ((byte >> 4) - 8) * scale;
    }
  }
  return values;
};

/** @throws Error when the file is another one. */
export const readE5 = (path: string): E5Source => {
  const file = readFileSync(path);
  if (file.subarray(0, 4).toString('latin1') !== 'E5S1')
    throw new Error(`${path} is not a file of multilingual-e5-small in 4 bits`);
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const { pieces, scores, next } = readPieces(view, file);
  const places = readPlaces(view, file, next);
  const place = (name: string): Place => {
    const found = places.get(name);
    if (found === undefined) throw new Error(`${path} has no tensor ${name}`);
    return found;
  };
  const blocks = (name: string): Uint8Array => {
    const { offset, bytes } = place(name);
    return file.subarray(offset, offset + bytes);
  };
  return {
    pieces,
    scores,
    blocks,
    values: (name) => {
      const { packed, count, offset } = place(name);
      if (packed) return unpack(blocks(name), count);
      return Float32Array.from({ length: count }, (_, i) => view.getFloat32(offset + 4 * i, true));
    },
  };
};
