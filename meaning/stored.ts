import { appendFileSync, mkdirSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { vectorKey } from './cache.ts';
import { DIMENSIONS, type Meaning } from './meaning.ts';

const keyBytes = 32;
const recordBytes = keyBytes + 4 * DIMENSIONS;

const load = (path: string): Map<string, Float32Array> => {
  const known = new Map<string, Float32Array>();
  let file: Buffer;
  try {
    file = readFileSync(path);
  } catch {
    return known;
  }
  // A record cut short by a kill is taken off, or all that come after it would be read askew.
  if (file.length % recordBytes !== 0) truncateSync(path, file.length - (file.length % recordBytes));
  for (let at = 0; at + recordBytes <= file.length; at += recordBytes) {
    const vector = Float32Array.from({ length: DIMENSIONS }, (_, i) => file.readFloatLE(at + keyBytes + 4 * i));
    known.set(file.toString('base64url', at, at + keyBytes), vector);
  }
  return known;
};

const recordOf = (key: string, vector: Float32Array): Buffer => {
  const record = Buffer.alloc(recordBytes);
  record.write(key, 0, 'base64url');
  vector.forEach((value, i) => {
    record.writeFloatLE(value, keyBytes + 4 * i);
  });
  return record;
};

/**
 * The embedder with a memory on disk, for training and figures: one file a model in `dir`, records of SHA-256 and 384 float32.
 * What is remembered is what the model would say, to the bit; texts themselves are not written down.
 */
export const rememberVectors = (meaning: Meaning, dir: string): Meaning => {
  const version = meaning.capabilities()[0]?.model ?? 'none';
  mkdirSync(dir, { recursive: true });
  const path = join(dir, `${version.replaceAll(/[^\w.-]/g, '_')}.vectors`);
  const known = load(path);
  const key = (text: string): string => vectorKey([version, 'query', text]);
  return {
    ...meaning,
    embed: async (texts, options = {}) => {
      if (options.as === 'passage' || texts.some((text) => typeof text !== 'string'))
        return meaning.embed(texts, options);
      const plain = texts as readonly string[];
      const missing = [...new Set(plain)].filter((text) => !known.has(key(text)));
      const fresh = missing.length === 0 ? [] : await meaning.embed(missing, options);
      missing.forEach((text, i) => {
        known.set(key(text), fresh[i] as Float32Array);
      });
      if (missing.length > 0)
        appendFileSync(path, Buffer.concat(missing.map((text, i) => recordOf(key(text), fresh[i] as Float32Array))));
      return plain.map((text) => (known.get(key(text)) as Float32Array).slice());
    },
  };
};
