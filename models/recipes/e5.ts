import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keptPieces } from './e5/kept.ts';
import { encodeNetwork } from './e5/network.ts';
import { readE5 } from './e5/source.ts';
import { tokenizerJson } from './e5/vocabulary.ts';

/** multilingual-e5-small, cut down to Chinese and Latin pieces, linear layers in int8: `model.int8.onnx` and `tokenizer.json`. */
export const convertE5 = (from: string, to: string): void => {
  const source = readE5(join(from, 'e5-small-q4.bin'));
  const kept = keptPieces(source.pieces.length);
  writeFileSync(join(to, 'tokenizer.json'), tokenizerJson(source, kept));
  writeFileSync(join(to, 'model.int8.onnx'), encodeNetwork(source, kept));
};
