import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Capability, type Engine, startEngine } from '@mingjian/detector-core';
import { type ReadyModel, type ResolveOptions, resolveModel } from '@mingjian/models';
import { openVectorCache, vectorKey } from './cache.ts';
import type { EmbedRequest } from './engine.ts';
import { type Encoded, readTokenizer, type Tokenizer } from './tokenizer.ts';

/** Numbers of a vector. */
export const DIMENSIONS = 384;
const MODEL = 'e5-small-zh';
const CAPABILITY = 'meaning.embed';
/** Texts of one call to the child: about 0.2 s of work, so that a cancel is heard. */
const CALL_TEXTS = 32;
/** 30 MiB of vectors. */
const CACHED_VECTORS = 20_000;

/** A turn; `context` is what stood before it (the question to an answer), embedded with it. */
export type Text = string | { text: string; context?: string };
export type EmbedOptions = {
  /** `passage` for the texts of answers that queries look for; `query` for all else, both sides of a comparison. */
  as?: 'query' | 'passage';
  signal?: AbortSignal;
};
export type Meaning = {
  /** `meaning.embed`, with the reason and the fix when the model is not here. */
  capabilities(): Capability[];
  /**
   * One vector of 384 numbers and length 1 for each text, in order; the same for a text whatever stands beside it.
   * @throws Error when the model is not here (with the fix); the signal's reason on abort.
   */
  embed(texts: readonly Text[], options?: EmbedOptions): Promise<Float32Array[]>;
  /** How the model sees a text: its pieces, the share it has no word for, whether it is too long. */
  read(text: Text, options?: Pick<EmbedOptions, 'as'>): Encoded;
  stop(): Promise<void>;
  peakRssBytes(): number;
};
export type MeaningOptions = ResolveOptions & { engine?: Engine; resolve?: typeof resolveModel };

const enginePath = fileURLToPath(new URL('./engine.ts', import.meta.url));

/** What the model reads; the prefix is part of its training. */
const written = (text: Text, as: 'query' | 'passage'): string => {
  const { text: words, context } = typeof text === 'string' ? { text } : text;
  return `${as}: ${context === undefined || context === '' ? '' : `${context} `}${words}`;
};

/** The sentence embedder in a child process, started with the first text. Stop it when done. */
export const openMeaning = (options: MeaningOptions = {}): Meaning => {
  const { engine = startEngine(enginePath, { name: 'meaning' }), resolve = resolveModel, ...places } = options;
  const cache = openVectorCache(CACHED_VECTORS);
  let tokenizer: { of: string; read: Tokenizer } | undefined;
  const model = (): ReadyModel => {
    const found = resolve(MODEL, places);
    if (found.available) return found;
    throw new Error(`no sentence vectors: model ${MODEL} is ${found.reason}; ${found.fix}`);
  };
  const tokenizerOf = (ready: ReadyModel): Tokenizer => {
    if (tokenizer?.of !== ready.version)
      tokenizer = { of: ready.version, read: readTokenizer(readFileSync(ready.file('tokenizer.json'), 'utf8')) };
    return tokenizer.read;
  };
  const compute = async (
    ready: ReadyModel,
    texts: readonly string[],
    signal?: AbortSignal,
  ): Promise<Float32Array[]> => {
    const request: EmbedRequest = {
      modelPath: ready.file('model.int8.onnx'),
      ids: texts.map((text) => tokenizerOf(ready).encode(text).ids),
    };
    const flat = await engine.call<Float32Array>('embed', request, signal === undefined ? {} : { signal });
    return texts.map((_, i) => flat.slice(i * DIMENSIONS, (i + 1) * DIMENSIONS));
  };
  return {
    capabilities: () => {
      const found = resolve(MODEL, places);
      if (found.available) return [{ name: CAPABILITY, available: true, model: found.version }];
      const reason = `not available: model ${MODEL} is ${found.reason}; ${found.fix}`;
      return [{ name: CAPABILITY, available: false, model: null, reason }];
    },
    async embed(texts, { as = 'query', signal } = {}) {
      signal?.throwIfAborted();
      const ready = model();
      const wanted = texts.map((text) => written(text, as));
      const keys = wanted.map((text) => vectorKey([ready.version, text]));
      const textOf = new Map(keys.map((key, i) => [key, wanted[i]!]));
      const known = new Map(keys.map((key) => [key, cache.get(key)]));
      const missing = [...known].filter(([, vector]) => vector === undefined).map(([key]) => key);
      for (let at = 0; at < missing.length; at += CALL_TEXTS) {
        const part = missing.slice(at, at + CALL_TEXTS);
        const vectors = await compute(
          ready,
          part.map((key) => textOf.get(key)!),
          signal,
        );
        part.forEach((key, i) => {
          known.set(key, vectors[i]!);
          cache.put(key, vectors[i]!);
        });
      }
      // Copies: who changes a vector changes their own.
      return keys.map((key) => known.get(key)!.slice());
    },
    read: (text, { as = 'query' } = {}) => tokenizerOf(model()).encode(written(text, as)),
    stop: engine.stop,
    peakRssBytes: engine.peakRssBytes,
  };
};
