import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Capability, startEngine } from '@mingjian/detector-core';
import { spread } from './characters.ts';
import type { Recognised, Recogniser } from './recogniser.ts';

/** Kinds of weights that an operator can add: the files that each needs in its folder. */
export const sherpaKinds = {
  'sense-voice': ['model.int8.onnx', 'tokens.txt'],
  paraformer: ['model.int8.onnx', 'tokens.txt'],
  'streaming-zipformer': ['encoder.int8.onnx', 'decoder.onnx', 'joiner.int8.onnx', 'tokens.txt'],
} as const;
export type SherpaKind = keyof typeof sherpaKinds;
export type SherpaOptions = {
  kind: SherpaKind;
  /** Folder with the files of the kind, verified by the model registry beforehand: a wrong file ends the process. */
  dir: string;
  /** sha256 of the weights, as facts carry it. */
  version?: string;
  /** A ct-transformer punctuation model (`model.onnx`), when the kind writes none. */
  punctuationFile?: string;
  threads?: number;
};

/** Which of the kind's files is not there, in words, or nothing. */
const missingOf = ({ kind, dir }: SherpaOptions): string | undefined => {
  const missing = sherpaKinds[kind].filter((file) => !existsSync(join(dir, file)));
  return missing.length === 0 ? undefined : `weights not here: ${kind} needs ${missing.join(', ')} in its folder`;
};
const packageHere = (): boolean => {
  try {
    return import.meta.resolve('sherpa-onnx-node') !== '';
  } catch {
    return false;
  }
};

const capabilityOf = (options: SherpaOptions): Capability => {
  const reason = packageHere() ? missingOf(options) : 'the optional package sherpa-onnx-node is not installed';
  const name = 'speech.transcribe';
  return reason === undefined
    ? { name, available: true, model: options.version ?? null }
    : { name, available: false, model: null, reason: `sherpa-onnx: ${reason}` };
};

/** SenseVoice, Paraformer or streaming zipformer through sherpa-onnx, in a process of its own: a bad model aborts only that. */
export const sherpaRecogniser = (options: SherpaOptions): Recogniser => {
  const engine = startEngine(fileURLToPath(new URL('./sherpa-engine.ts', import.meta.url)), { name: 'sherpa-onnx' });
  return {
    name: `sherpa-onnx ${options.kind}`,
    detector: `speech/sherpa-onnx:${options.kind}`,
    capability: () => capabilityOf(options),
    recognise: async (samples, { signal }) => {
      const capability = capabilityOf(options);
      if (!capability.available) throw new Error(capability.reason);
      return sherpaResult(await engine.call('recognise', { options, samples }, { signal }));
    },
    stop: () => engine.stop(),
  };
};

/**
 * A result of sherpa-onnx as our answer. Tokens may be characters, pieces marked with ▁ or @@, or tags like <|zh|>; each has
 * its start in seconds, and lasts until the next.
 */
export const sherpaResult = (result: unknown): Recognised => {
  const { text, tokens, timestamps, lang } = (result ?? {}) as Record<string, unknown>;
  if (typeof text !== 'string')
    throw new Error('sherpa-onnx gave no text: its version or its model is not the expected one');
  const [pieces, starts] = [tokens, timestamps].map((list) => (Array.isArray(list) ? list : [])) as [
    unknown[],
    unknown[],
  ];
  const words = pieces.flatMap((piece, i) => {
    const [start, next] = [starts[i], starts[i + 1]];
    if (typeof piece !== 'string' || typeof start !== 'number' || /^<.*>$/.test(piece)) return [];
    const endMs = (typeof next === 'number' ? Math.min(next, start + longestTokenS) : start + usualTokenS) * 1000;
    return spread(piece.replace(/▁|@@/g, ''), start * 1000, endMs);
  });
  const language = typeof lang === 'string' ? lang.replace(/[<|>]/g, '') : '';
  return { text, words, ...(language === '' ? {} : { language }) };
};
const usualTokenS = 0.2;
const longestTokenS = 0.4;
