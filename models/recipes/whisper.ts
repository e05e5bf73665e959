import { closeSync, copyFileSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { encodeModel } from '../onnx/graph.ts';
import type { Message } from '../onnx/protobuf.ts';
import { readCTranslate } from './whisper/ctranslate.ts';
import { decoderGraph } from './whisper/decoder.ts';
import { encoderGraph } from './whisper/encoder.ts';
import { runtimeDomain } from './whisper/layers.ts';
import { startWeightFile } from './whisper/weights.ts';

const weightFileName = 'whisper-base.q8.bin';
const irVersion = 9;
const onnxVersion = 20;

/**
 * CTranslate2's Whisper base (float16, `model.bin`) to 8-bit blocks and two ONNX graphs for onnxruntime.
 * The order of the tensors is that of their first use, so the bytes are always the same.
 */
export const convertWhisper = (from: string, to: string): void => {
  const variables = readCTranslate(join(from, 'model.bin'));
  const descriptor = openSync(join(to, weightFileName), 'w');
  try {
    const file = startWeightFile(weightFileName, variables, (content) => writeSync(descriptor, content));
    const write = (name: string, graph: Message) =>
      writeFileSync(join(to, name), encodeModel(graph, { irVersion, opsets: { '': onnxVersion, [runtimeDomain]: 1 } }));
    write('encoder.onnx', encoderGraph(file));
    write('decoder.onnx', decoderGraph(file));
  } finally {
    closeSync(descriptor);
  }
  for (const name of ['vocabulary.txt', 'config.json', 'LICENSE']) copyFileSync(join(from, name), join(to, name));
};
