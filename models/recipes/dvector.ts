import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { elementType, encodeModel, type Graph, startGraph } from '../onnx/graph.ts';

const hidden = 256;
const bands = 40;
const gates = 4;
const irVersion = 8;
const onnxVersion = 17;

/** Byte offsets of the raw float32 tensors inside the published pickle (docs/reference/models.md says how they were found). */
const offsets = {
  layers: [
    { input: 269_883, recurrent: 433_723, inputBias: 5_676_603, recurrentBias: 5_680_699 },
    { input: 1_482_299, recurrent: 2_530_875, inputBias: 5_684_795, recurrentBias: 5_688_891 },
    { input: 3_579_451, recurrent: 4_628_027, inputBias: 5_692_987, recurrentBias: 5_697_083 },
  ],
  linearWeight: 7_731,
  linearBias: 6_699,
} as const;

/**
 * Resemblyzer's speaker encoder to ONNX: `mel[batch, frames, 40]` → `embedding[batch, 256]`, unit length.
 * Three LSTM layers, then e = ReLU(linear(last hidden state)) / ‖…‖.
 */
export const convertDvector = (from: string, to: string): void => {
  const pickle = readFileSync(join(from, 'pretrained.pt'));
  const graph = startGraph('dvector');
  graph.input('mel', elementType.float32, ['batch', 'frames', bands]);
  const lastHidden = layers(graph, pickle);
  embedding(graph, pickle, lastHidden);
  graph.output('embedding', elementType.float32, ['batch', hidden]);
  writeFileSync(join(to, 'dvector.onnx'), encodeModel(graph.encode(), { irVersion, opsets: { '': onnxVersion } }));
};

const values = (pickle: Buffer, offset: number, count: number): Float32Array => {
  const copy = new Uint8Array(count * 4);
  copy.set(pickle.subarray(offset, offset + copy.length));
  return new Float32Array(copy.buffer);
};

/** torch keeps the gates as i, f, g, o; ONNX wants i, o, f, g. */
const reorder = (blocks: Float32Array): Float32Array => {
  const size = blocks.length / gates;
  const [i, f, g, o] = [0, 1, 2, 3].map((gate) => blocks.subarray(gate * size, (gate + 1) * size)) as Float32Array[];
  return Float32Array.from([...i!, ...o!, ...f!, ...g!]);
};

const stored = (graph: Graph, name: string, dims: number[], content: Float32Array): string =>
  graph.tensor({ name, dims, type: elementType.float32, content: new Uint8Array(content.buffer) });

const layers = (graph: Graph, pickle: Buffer): string => {
  const rows = gates * hidden;
  let sequence = graph.op('Transpose', ['mel'], { attributes: { perm: [1, 0, 2] } });
  let lastHidden = '';
  for (const [index, at] of offsets.layers.entries()) {
    const columns = index === 0 ? bands : hidden;
    const gateBlocks = (offset: number, width: number) => reorder(values(pickle, offset, rows * width));
    const bias = Float32Array.from([...gateBlocks(at.inputBias, 1), ...gateBlocks(at.recurrentBias, 1)]);
    const [all, last] = graph.opAll(
      'LSTM',
      [
        sequence,
        stored(graph, `w${index}`, [1, rows, columns], gateBlocks(at.input, columns)),
        stored(graph, `r${index}`, [1, rows, hidden], gateBlocks(at.recurrent, hidden)),
        stored(graph, `b${index}`, [1, 2 * rows], bias),
      ],
      { attributes: { hidden_size: hidden }, outputs: 2 },
    ) as [string, string];
    sequence = graph.op('Squeeze', [all, graph.ints(1)]);
    lastHidden = graph.op('Squeeze', [last, graph.ints(0)]);
  }
  return lastHidden;
};

const embedding = (graph: Graph, pickle: Buffer, lastHidden: string): void => {
  const weight = stored(
    graph,
    'linear.weight',
    [hidden, hidden],
    values(pickle, offsets.linearWeight, hidden * hidden),
  );
  const bias = stored(graph, 'linear.bias', [hidden], values(pickle, offsets.linearBias, hidden));
  const projected = graph.op('Gemm', [lastHidden, weight, bias], { attributes: { transB: 1 } });
  const positive = graph.op('Relu', [projected]);
  const norm = graph.op('ReduceL2', [positive], { attributes: { axes: [1], keepdims: 1 } });
  const safe = graph.op('Max', [norm, graph.scalar(1e-5)]);
  graph.op('Div', [positive, safe], { outputs: ['embedding'] });
};
