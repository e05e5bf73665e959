import { blockSize } from './quantise.ts';
import type { Weights } from './weights.ts';

/** Kernels that are ONNX Runtime's own, not part of the ONNX standard. */
export const runtimeDomain = 'com.microsoft';
export const layerCount = 6;
export const heads = 8;
export const headSize = 64;
export const width = 512;
const layerNormEpsilon = 1e-5;

export const last = { axis: -1 } as const;

export const layerNorm = ({ graph, full }: Weights, name: string, x: string): string =>
  graph.op('LayerNormalization', [x, full(`${name}/gamma`), full(`${name}/beta`)], {
    attributes: { axis: -1, epsilon: { float: layerNormEpsilon } },
  });

/** x · Wᵀ with 8-bit blocks; `output` names the result when it leaves the graph. */
export const product = ({ graph, blocks }: Weights, name: string, x: string, output?: string): string => {
  const { quants, scales, rows, columns } = blocks(name);
  return graph.op('MatMulNBits', [x, quants, scales], {
    attributes: { K: columns, N: rows, bits: 8, block_size: blockSize, accuracy_level: 4 },
    domain: runtimeDomain,
    ...(output === undefined ? {} : { outputs: [output] }),
  });
};

export const linear = (weights: Weights, name: string, x: string): string => {
  const multiplied = product(weights, `${name}/weight`, x);
  return weights.graph.op('Add', [multiplied, weights.full(`${name}/bias`)]);
};

/** One half of a layer: x + f(norm(x)). */
export const residual = (weights: Weights, name: string, x: string, inner: (normed: string) => string): string => {
  const normed = layerNorm(weights, `${name}/layer_norm`, x);
  return weights.graph.op('Add', [x, inner(normed)]);
};

export const feedForward = (weights: Weights, name: string, x: string): string =>
  residual(weights, name, x, (normed) => {
    const wide = weights.graph.op('Gelu', [linear(weights, `${name}/linear_0`, normed)]);
    return linear(weights, `${name}/linear_1`, wide);
  });

export const split = ({ graph }: Weights, x: string, parts: number, axis = -1): string[] =>
  graph.opAll('Split', [x], { attributes: { axis, num_outputs: parts }, outputs: parts });

export const transpose = ({ graph }: Weights, x: string, ...perm: number[]): string =>
  graph.op('Transpose', [x], { attributes: { perm } });

export const reshape = ({ graph }: Weights, x: string, ...dims: number[]): string =>
  graph.op('Reshape', [x, graph.ints(...dims)]);
