import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import {
  dropUnused,
  type EditableGraph,
  encodeEdited,
  makeNode,
  type Node,
  readModel,
  type StoredTensor,
} from '../onnx/edit.ts';
import { elementType } from '../onnx/graph.ts';
import { bytes, integer, type Message, message, text } from '../onnx/protobuf.ts';

/**
 * The published int8 voice model with its 87 integer convolutions made float again (weight = (q − zero) · scale).
 * onnxruntime 1.30 spends 70 % of its time in ConvInteger: float costs a third less time and 150 MB more memory.
 */
export const convertKokoro = (from: string, to: string): void => {
  const model = readModel(readFileSync(join(from, 'kokoro-v1.0.int8.onnx')));
  const added = floatConvolutions(model.graph);
  const descriptor = openSync(join(to, 'kokoro.onnx'), 'w');
  try {
    for (const part of encodeEdited(model, added)) writeSync(descriptor, part);
  } finally {
    closeSync(descriptor);
  }
};

/** Replaces every chain DynamicQuantizeLinear → ConvInteger (→ Add bias) → Cast → Mul scale by one Conv. */
export const floatConvolutions = (graph: EditableGraph): Message => {
  const producer = new Map(graph.nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)));
  const consumer = new Map(graph.nodes.flatMap((node) => node.inputs.map((input) => [input, node] as const)));
  const replaced = new Map<Node, Node>();
  const weights = new Map<string, Message>();
  for (const node of graph.nodes) {
    if (node.type !== 'ConvInteger') continue;
    const chain = chainOf(node, { producer, consumer, graph });
    weights.set(chain.weight, encodeFloat(chain.weight, dequantise(chain)));
    replaced.set(node, chain.convolution);
  }
  graph.nodes = graph.nodes.map((node) => replaced.get(node) ?? node);
  const outputs = new Set([...replaced.values()].flatMap((node) => node.outputs));
  // The old last Mul gives the same value as the new convolution: only one of them may stay.
  const fresh = new Set(replaced.values());
  graph.nodes = graph.nodes.filter((node) => fresh.has(node) || !node.outputs.some((output) => outputs.has(output)));
  dropUnused(graph);
  return [...weights.values()].flat();
};

type Around = { producer: Map<string, Node>; consumer: Map<string, Node>; graph: EditableGraph };
type Chain = { convolution: Node; weight: string; quantised: StoredTensor; zero: number; scale: number };

const chainOf = (node: Node, { producer, consumer, graph }: Around): Chain => {
  const [quantised, weight, , zero] = node.inputs as [string, string, string, string];
  let next = follow(consumer, node);
  const bias = next.type === 'Add' ? biasOf(next, node, producer) : undefined;
  if (next.type === 'Add') next = follow(consumer, next);
  const last = follow(consumer, next);
  if (next.type !== 'Cast' || last.type !== 'Mul') throw new Error(`${node.outputs[0]} is not scaled as expected`);
  const bothScales = producer.get(last.inputs.find((input) => input !== next.outputs[0])!)!;
  const scale = bothScales.inputs.find((input) => graph.tensors.has(input))!;
  const float = `${weight}_float`;
  const convolution = makeNode({
    name: `${node.outputs[0]}_float`,
    type: 'Conv',
    inputs: [producer.get(quantised)!.inputs[0]!, float, ...(bias === undefined ? [] : [bias])],
    outputs: last.outputs,
    attributes: node.attributes,
  });
  const stored = (name: string) => graph.tensors.get(name)!;
  return {
    convolution,
    weight: float,
    quantised: stored(weight),
    zero: byteOf(stored(zero)),
    scale: floatOf(stored(scale)),
  };
};

const follow = (consumer: Map<string, Node>, node: Node): Node => {
  const next = consumer.get(node.outputs[0]!);
  if (next === undefined) throw new Error(`nothing follows ${node.outputs[0]}`);
  return next;
};

/** Behind Reshape ← Cast ← Floor ← Div stands the float bias. */
const biasOf = (add: Node, convolution: Node, producer: Map<string, Node>): string => {
  let name = add.inputs.find((input) => input !== convolution.outputs[0])!;
  for (const type of ['Reshape', 'Cast', 'Floor', 'Div']) {
    const node = producer.get(name);
    if (node?.type !== type) throw new Error(`the bias of ${convolution.outputs[0]} does not come from a ${type}`);
    name = node.inputs[0]!;
  }
  return name;
};

/** A scalar byte: raw, or a varint of one or two bytes in the typed field. */
const byteOf = ({ content, name }: StoredTensor): number => {
  if (content === undefined) throw new Error(`${name} has no value`);
  return content.length === 1 ? content[0]! : (content[0]! & 127) | (content[1]! << 7);
};

const floatOf = ({ content, name }: StoredTensor): number => {
  if (content?.length !== 4) throw new Error(`${name} is no single float`);
  return new DataView(content.buffer, content.byteOffset).getFloat32(0, true);
};

const dequantise = ({ quantised, zero, scale }: Chain): { dims: number[]; values: Float32Array } => {
  const quants = quantised.content!;
  const values = new Float32Array(quants.length);
  for (let at = 0; at < quants.length; at++) values[at] = (quants[at]! - zero) * scale;
  return { dims: quantised.dims, values };
};

const encodeFloat = (name: string, { dims, values }: { dims: number[]; values: Float32Array }): Message =>
  message(5, [
    ...dims.flatMap((dim) => integer(1, dim)),
    ...integer(2, elementType.float32),
    ...text(8, name),
    ...bytes(9, new Uint8Array(values.buffer)),
  ]);
