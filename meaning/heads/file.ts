import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { DIMENSIONS } from '../meaning.ts';
import { columnCount } from './features.ts';
import type { Curve, Heads } from './heads.ts';

const format = 'mingjian.heads/1';
type HeadFile = {
  format: typeof format;
  version: string;
  dataHash: string;
  embedder: string;
  lexicon: string[];
  /** One line a label. `step`: what one of the 255 levels of its weights is worth. */
  heads: { label: string; bias: number; slope: number; offset: number; step: number; curve: Curve }[];
  /** float32, little endian, base64. */
  mean: string;
  /** int8, `[column * heads + head]`, raw deflate, base64. */
  weights: string;
};

/** Some 2,000 heads; a file that unpacks to more is no heads file. */
const largestBytes = 16 * 2 ** 20;

const columnOf = (heads: Heads, k: number): Float32Array => {
  const count = heads.labels.length;
  return Float32Array.from({ length: heads.weights.length / count }, (_, i) => heads.weights[i * count + k] as number);
};

/** The heads as JSON: a few hundred kB; weights in 8 bits, one scale a head. */
export const encodeHeads = (heads: Heads): string => {
  const count = heads.labels.length;
  const levels = new Int8Array(heads.weights.length);
  const steps = heads.labels.map((_, k) => {
    const column = columnOf(heads, k);
    const largest = column.reduce((max, w) => Math.max(max, Math.abs(w)), 0);
    const step = largest === 0 ? 1 : largest / 127;
    column.forEach((w, i) => {
      levels[i * count + k] = Math.round(w / step);
    });
    return step;
  });
  const file: HeadFile = {
    format,
    version: heads.version,
    dataHash: heads.dataHash,
    embedder: heads.embedder,
    lexicon: heads.lexicon,
    heads: heads.labels.map((label, k) => ({
      label,
      bias: heads.bias[k] as number,
      slope: heads.slope[k] as number,
      offset: heads.offset[k] as number,
      step: steps[k] as number,
      curve: heads.curves[k] as Curve,
    })),
    mean: Buffer.from(heads.mean.buffer, heads.mean.byteOffset, heads.mean.byteLength).toString('base64'),
    weights: deflateRawSync(levels, { level: 9 }).toString('base64'),
  };
  return `${JSON.stringify(file, null, 1)}\n`;
};

/** @throws Error naming what is wrong with the file. */
export const decodeHeads = (text: string, name: string): Heads => {
  let file: HeadFile;
  try {
    file = JSON.parse(text);
  } catch {
    throw new Error(`${name} 不是 JSON is not JSON`);
  }
  if (file.format !== format) throw new Error(`${name}: 格式 format ${String(file.format)}, wanted ${format}`);
  if (!Array.isArray(file.heads) || !Array.isArray(file.lexicon) || typeof file.weights !== 'string')
    throw new Error(`${name}: 缺少 heads、lexicon 或 weights is missing`);
  const count = file.heads.length;
  const packed = inflateRawSync(Buffer.from(file.weights, 'base64'), { maxOutputLength: largestBytes });
  const levels = new Int8Array(packed.buffer, packed.byteOffset, packed.byteLength);
  const columns = columnCount(file.lexicon.length);
  if (levels.length !== columns * count)
    throw new Error(`${name}: ${levels.length} 个权重，应为 weights, wanted ${columns} × ${count}`);
  const meanBytes = Buffer.from(file.mean, 'base64');
  const mean = Float32Array.from({ length: DIMENSIONS }, (_, i) => meanBytes.readFloatLE(4 * i));
  const numbers = (of: (head: HeadFile['heads'][number]) => number): Float32Array => Float32Array.from(file.heads, of);
  return {
    version: file.version,
    dataHash: file.dataHash,
    embedder: file.embedder,
    lexicon: file.lexicon,
    labels: file.heads.map((head) => head.label),
    mean,
    weights: Float32Array.from(levels, (level, i) => level * (file.heads[i % count] as { step: number }).step),
    bias: numbers((head) => head.bias),
    slope: numbers((head) => head.slope),
    offset: numbers((head) => head.offset),
    curves: file.heads.map((head) => head.curve),
  };
};
