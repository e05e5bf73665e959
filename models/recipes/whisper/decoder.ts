import { elementType, startGraph } from '../../onnx/graph.ts';
import {
  feedForward,
  headSize,
  heads,
  last,
  layerCount,
  layerNorm,
  linear,
  product,
  reshape,
  residual,
  split,
  transpose,
  width,
} from './layers.ts';
import { type WeightFile, type Weights, weightsFor } from './weights.ts';

const vocabulary = 51_865;
const scale = 1 / Math.sqrt(headSize);
/** The cross-attention heads (layer, head) whose weights follow the sound in time; from the model's own config. */
const alignmentHeads = [
  [3, 1],
  [4, 2],
  [4, 3],
  [4, 7],
  [5, 1],
  [5, 2],
  [5, 4],
  [5, 6],
] as const;

type Cache = { past: string[]; fresh: string[] };

/**
 * One step of the decoder for a batch of beams over one utterance. All state is in the caller's tensors: `past` holds
 * keys and values of earlier tokens (slot 2·layer key, 2·layer + 1 value), `new` is what to append to it.
 */
export const decoderGraph = (file: WeightFile) => {
  const graph = startGraph('whisper');
  const weights = weightsFor(graph, file);
  declareInputs(weights);
  let x = embed(weights);
  graph.scalar(scale); // mentioned here, so that the bytes equal the published graph's
  const cache: Cache = { past: split(weights, 'past', 2 * layerCount, 1), fresh: [] };
  const keys = split(weights, 'ck', layerCount, 0);
  const values = split(weights, 'cv', layerCount, 0);
  const attention: string[] = [];
  for (let layer = 0; layer < layerCount; layer++) {
    const name = `decoder/layer_${layer}`;
    x = residual(weights, `${name}/self_attention`, x, (normed) =>
      selfAttention(weights, { name, layer, cache }, normed),
    );
    const before = x;
    x = residual(weights, `${name}/attention`, before, (normed) => {
      const cross = { name, keys: keys[layer]!, values: values[layer]!, shapeOf: before };
      return crossAttention(weights, { ...cross, seen: (weight) => attention.push(weight) }, normed);
    });
    x = feedForward(weights, `${name}/ffn`, x);
  }
  graph.op('Concat', cache.fresh, { attributes: { axis: 1 }, outputs: ['new'] });
  alignment(weights, attention);
  logits(weights, x);
  declareOutputs(weights);
  return graph.encode();
};

const declareInputs = ({ graph }: Weights): void => {
  graph.input('tokens', elementType.int64, ['B', 'L']);
  graph.input('positions', elementType.int64, ['L']);
  graph.input('rows', elementType.int64, ['R']);
  graph.input('past', elementType.float32, ['t', 2 * layerCount, 'B', width]);
  graph.input('mask', elementType.float32, ['L', 'T']);
  graph.input('ck', elementType.float32, [layerCount, heads, headSize, 'ctx']);
  graph.input('cv', elementType.float32, [layerCount, heads, 'ctx', headSize]);
};

const declareOutputs = ({ graph }: Weights): void => {
  graph.output('logits', elementType.float32, ['R', vocabulary]);
  graph.output('new', elementType.float32, ['L', 2 * layerCount, 'B', width]);
  graph.output('align', elementType.float32, [alignmentHeads.length, 'BL', 'ctx']);
};

/** Looks the 8-bit embedding up and scales it back, block by block. */
const embed = (weights: Weights): string => {
  const { graph, half, blocks } = weights;
  const { quants, scales } = blocks('decoder/embeddings/weight');
  const gathered = graph.op('Gather', [quants, 'tokens'], { attributes: { axis: 0 } });
  const asFloat = graph.op('Cast', [gathered], { attributes: { to: elementType.float32 } });
  const centred = graph.op('Sub', [asFloat, graph.scalar(128)]);
  const blockScales = graph.op('Gather', [scales, 'tokens'], { attributes: { axis: 0 } });
  const spread = graph.op('Unsqueeze', [blockScales, graph.ints(-1)]);
  const vectors = reshape(weights, graph.op('Mul', [centred, spread]), 0, 0, width);
  const table = half('decoder/position_encodings/encodings');
  const positions = graph.op('Gather', [table, 'positions'], { attributes: { axis: 0 } });
  return graph.op('Add', [vectors, positions]);
};

const softmax = ({ graph }: Weights, x: string): string => graph.op('Softmax', [x], { attributes: last });

const selfAttention = (
  weights: Weights,
  { name, layer, cache }: { name: string; layer: number; cache: Cache },
  normed: string,
): string => {
  const { graph } = weights;
  const [q, k, v] = split(weights, linear(weights, `${name}/self_attention/linear_0`, normed), 3) as [
    string,
    string,
    string,
  ];
  const extended = (part: string, slot: number): string => {
    const fresh = graph.op('Unsqueeze', [transpose(weights, part, 1, 0, 2), graph.ints(1)]);
    cache.fresh.push(fresh);
    const all = graph.op('Concat', [cache.past[slot]!, fresh], { attributes: { axis: 0 } });
    return reshape(weights, all, 0, -1, heads, headSize);
  };
  const keys = extended(k, 2 * layer);
  const values = extended(v, 2 * layer + 1);
  const byHead = transpose(weights, reshape(weights, q, 0, 0, heads, headSize), 0, 2, 1, 3);
  const query = graph.op('Mul', [byHead, graph.scalar(scale)]);
  const scores = graph.op('MatMul', [query, transpose(weights, keys, 1, 2, 3, 0)]);
  const weight = softmax(weights, graph.op('Add', [scores, 'mask']));
  const mixed = graph.op('MatMul', [weight, transpose(weights, values, 1, 2, 0, 3)]);
  const joined = reshape(weights, transpose(weights, mixed, 0, 2, 1, 3), 0, 0, width);
  return linear(weights, `${name}/self_attention/linear_1`, joined);
};

type Cross = { name: string; keys: string; values: string; shapeOf: string; seen(weight: string): void };

/** All B·L rows attend to one utterance, so they stand in one batch entry. */
const crossAttention = (weights: Weights, cross: Cross, normed: string): string => {
  const { graph } = weights;
  const query = graph.op('Mul', [linear(weights, `${cross.name}/attention/linear_0`, normed), graph.scalar(scale)]);
  const byHead = transpose(weights, reshape(weights, query, 1, -1, heads, headSize), 0, 2, 1, 3);
  const weight = softmax(weights, graph.op('MatMul', [byHead, cross.keys]));
  cross.seen(weight);
  const mixed = transpose(weights, graph.op('MatMul', [weight, cross.values]), 0, 2, 1, 3);
  const joined = graph.op('Reshape', [mixed, graph.op('Shape', [cross.shapeOf])]);
  return linear(weights, `${cross.name}/attention/linear_2`, joined);
};

const alignment = ({ graph }: Weights, attention: string[]): void => {
  const chosen = alignmentHeads.map(([layer, head]) =>
    graph.op('Gather', [attention[layer]!, graph.ints(head)], { attributes: { axis: 1 } }),
  );
  const together = graph.op('Concat', chosen, { attributes: { axis: 1 } });
  graph.op('Squeeze', [together, graph.ints(0)], { outputs: ['align'] });
};

const logits = (weights: Weights, x: string): void => {
  const normed = reshape(weights, layerNorm(weights, 'decoder/layer_norm', x), -1, width);
  const wanted = weights.graph.op('Gather', [normed, 'rows'], { attributes: { axis: 0 } });
  product(weights, 'decoder/embeddings/weight', wanted, 'logits');
};
