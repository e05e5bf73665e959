import { bytes, type Field, fields, integer, join, type Message, message, text } from './protobuf.ts';

/** A node of a graph that was read: what it needs and gives, its attributes, and its encoding as it stands. */
export type Node = {
  type: string;
  inputs: string[];
  outputs: string[];
  /** Encoded attributes, to be copied to another node. */
  attributes: Uint8Array[];
  encoded: Uint8Array;
};
/** A stored tensor. `content` is raw little-endian data, or absent when the values stand in a typed field. */
export type StoredTensor = { name: string; dims: number[]; type: number; content?: Uint8Array; encoded: Uint8Array };
export type EditableGraph = {
  nodes: Node[];
  tensors: Map<string, StoredTensor>;
  inputs: Uint8Array[];
  outputs: { name: string; encoded: Uint8Array }[];
  name: string;
};
export type EditableModel = { graph: EditableGraph; before: Message; after: Message };

const words = new TextDecoder();

/** Reads an ONNX file for editing. Shapes of inner values are left out: the runtime infers them again. */
export const readModel = (encoded: Uint8Array): EditableModel => {
  const model: EditableModel = { graph: emptyGraph(), before: [], after: [] };
  let seen = false;
  for (const field of fields(encoded)) {
    if (field.number === 7) {
      model.graph = readGraph(field.content);
      seen = true;
    } else (seen ? model.after : model.before).push(...again(field));
  }
  if (!seen) throw new Error('the ONNX file holds no graph (cut off?)');
  return model;
};

const again = (field: Field): Message =>
  field.wire === 0 ? integer(field.number, field.value) : bytes(field.number, field.content);

const emptyGraph = (): EditableGraph => ({ nodes: [], tensors: new Map(), inputs: [], outputs: [], name: '' });

const readGraph = (encoded: Uint8Array): EditableGraph => {
  const graph = emptyGraph();
  for (const { number, content } of fields(encoded)) {
    if (number === 1) graph.nodes.push(readNode(content));
    else if (number === 2) graph.name = words.decode(content);
    else if (number === 5) {
      const tensor = readTensor(content);
      graph.tensors.set(tensor.name, tensor);
    } else if (number === 11) graph.inputs.push(content);
    else if (number === 12) graph.outputs.push({ name: textOf(content, 1), encoded: content });
  }
  return graph;
};

const textOf = (encoded: Uint8Array, number: number): string => {
  for (const field of fields(encoded)) if (field.number === number) return words.decode(field.content);
  return '';
};

const readNode = (encoded: Uint8Array): Node => {
  const node: Node = { type: '', inputs: [], outputs: [], attributes: [], encoded };
  for (const { number, content } of fields(encoded)) {
    if (number === 1) node.inputs.push(words.decode(content));
    else if (number === 2) node.outputs.push(words.decode(content));
    else if (number === 4) node.type = words.decode(content);
    else if (number === 5) node.attributes.push(content);
  }
  return node;
};

const readTensor = (encoded: Uint8Array): StoredTensor => {
  const tensor: StoredTensor = { name: '', dims: [], type: 0, encoded };
  for (const { number, value, content } of fields(encoded)) {
    if (number === 1) tensor.dims.push(Number(value));
    else if (number === 2) tensor.type = Number(value);
    else if (number === 5) tensor.content = content;
    else if (number === 8) tensor.name = words.decode(content);
    else if (number === 9) tensor.content = content;
  }
  return tensor;
};

/** A node with the attributes of another one. */
export const makeNode = (node: Omit<Node, 'encoded'> & { name: string }): Node => ({
  ...node,
  encoded: join([
    ...node.inputs.flatMap((input) => text(1, input)),
    ...node.outputs.flatMap((output) => text(2, output)),
    ...text(3, node.name),
    ...text(4, node.type),
    ...node.attributes.flatMap((attribute) => bytes(5, attribute)),
  ]),
});

/** Takes away nodes nobody listens to, again and again, then tensors nobody uses. */
export const dropUnused = (graph: EditableGraph): void => {
  for (let before = -1; before !== graph.nodes.length; ) {
    before = graph.nodes.length;
    const used = new Set([
      ...graph.nodes.flatMap((node) => node.inputs),
      ...graph.outputs.map((output) => output.name),
    ]);
    graph.nodes = graph.nodes.filter((node) => node.outputs.some((output) => used.has(output)));
  }
  const used = new Set(graph.nodes.flatMap((node) => node.inputs));
  for (const name of graph.tensors.keys()) if (!used.has(name)) graph.tensors.delete(name);
};

/** The parts of the file in order; a tensor's weights are passed on, not copied. */
export const encodeEdited = ({ graph, before, after }: EditableModel, added: Message): Message => [
  ...before,
  ...message(7, [
    ...graph.nodes.flatMap((node) => bytes(1, node.encoded)),
    ...text(2, graph.name),
    ...[...graph.tensors.values()].flatMap((tensor) => bytes(5, tensor.encoded)),
    ...added,
    ...graph.inputs.flatMap((input) => bytes(11, input)),
    ...graph.outputs.flatMap((output) => bytes(12, output.encoded)),
  ]),
  ...after,
];
