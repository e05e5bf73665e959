import { elementType, startGraph } from '../../onnx/graph.ts';
import {
  feedForward,
  headSize,
  heads,
  layerCount,
  layerNorm,
  linear,
  reshape,
  residual,
  runtimeDomain,
  split,
  transpose,
} from './layers.ts';
import { type WeightFile, type Weights, weightsFor } from './weights.ts';

const melBands = 80;

/**
 * Log-mel frames to what the decoder attends to: `mel[1,80,frames]` → `ck[6,8,64,ctx]`, `cv[6,8,ctx,64]`, the keys and
 * values of every decoder layer, computed once per utterance. ctx = frames / 2, any even number of frames up to 3000.
 */
export const encoderGraph = (file: WeightFile) => {
  const graph = startGraph('whisper');
  const weights = weightsFor(graph, file);
  graph.input('mel', elementType.float32, [1, melBands, 'frames']);
  let x = withPositions(weights, convolutions(weights));
  for (let layer = 0; layer < layerCount; layer++) x = encoderLayer(weights, `encoder/layer_${layer}`, x);
  crossKeysAndValues(weights, layerNorm(weights, 'encoder/layer_norm', x));
  graph.output('ck', elementType.float32, [layerCount, heads, headSize, 'ctx']);
  graph.output('cv', elementType.float32, [layerCount, heads, 'ctx', headSize]);
  return graph.encode();
};

const convolutions = (weights: Weights): string => {
  const { graph, half, full } = weights;
  const shape = { kernel_shape: [3], pads: [1, 1] };
  const first = graph.op('Conv', ['mel', half('encoder/conv1/weight'), full('encoder/conv1/bias')], {
    attributes: shape,
  });
  const narrow = graph.op('Gelu', [first]);
  const second = graph.op('Conv', [narrow, half('encoder/conv2/weight'), full('encoder/conv2/bias')], {
    attributes: { ...shape, strides: [2] },
  });
  return transpose(weights, graph.op('Gelu', [second]), 0, 2, 1);
};

const withPositions = ({ graph, half }: Weights, x: string): string => {
  const table = half('encoder/position_encodings/encodings');
  const length = graph.op('Shape', [x], { attributes: { start: 1, end: 2 } });
  const used = graph.op('Slice', [table, graph.ints(0), length, graph.ints(0)]);
  return graph.op('Add', [x, used]);
};

const encoderLayer = (weights: Weights, name: string, x: string): string => {
  const attended = residual(weights, `${name}/self_attention`, x, (normed) => {
    const parts = split(weights, linear(weights, `${name}/self_attention/linear_0`, normed), 3);
    const attention = weights.graph.op('MultiHeadAttention', parts, {
      attributes: { num_heads: heads },
      domain: runtimeDomain,
    });
    return linear(weights, `${name}/self_attention/linear_1`, attention);
  });
  return feedForward(weights, `${name}/ffn`, attended);
};

const crossKeysAndValues = (weights: Weights, memory: string): void => {
  const keys: string[] = [];
  const values: string[] = [];
  for (let layer = 0; layer < layerCount; layer++) {
    const both = linear(weights, `decoder/layer_${layer}/attention/linear_1`, memory);
    const [key, value] = split(weights, both, 2) as [string, string];
    keys.push(transpose(weights, reshape(weights, key, 0, 0, heads, headSize), 0, 2, 3, 1));
    values.push(transpose(weights, reshape(weights, value, 0, 0, heads, headSize), 0, 2, 1, 3));
  }
  weights.graph.op('Concat', keys, { attributes: { axis: 0 }, outputs: ['ck'] });
  weights.graph.op('Concat', values, { attributes: { axis: 0 }, outputs: ['cv'] });
};
