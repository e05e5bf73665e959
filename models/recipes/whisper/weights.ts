import { type ElementType, elementType, type Graph, type Tensor } from '../../onnx/graph.ts';
import type { Variable } from './ctranslate.ts';
import { blockSize, quantise } from './quantise.ts';

const alignment = 64;

/** Where the tensors lie that both graphs share: one file beside them, written in order of first use. */
export type WeightFile = {
  location: string;
  variables: ReadonlyMap<string, Variable>;
  placed: Map<string, Tensor>;
  size: number;
  write(content: Uint8Array): void;
};

export const startWeightFile = (
  location: string,
  variables: ReadonlyMap<string, Variable>,
  write: (content: Uint8Array) => void,
): WeightFile => ({ location, variables, placed: new Map(), size: 0, write });

const place = (
  file: WeightFile,
  tensor: { name: string; dims: number[]; type: ElementType },
  content: Uint8Array,
): Tensor => {
  const offset = Math.ceil(file.size / alignment) * alignment;
  file.write(new Uint8Array(offset - file.size));
  file.write(content);
  file.size = offset + content.length;
  const placed = { ...tensor, external: { location: file.location, offset, length: content.length } };
  file.placed.set(tensor.name, placed);
  return placed;
};

const variable = (file: WeightFile, name: string): Variable => {
  const found = file.variables.get(name);
  if (found === undefined) throw new Error(`the model file has no weight "${name}"`);
  return found;
};

const bytesOf = (values: Float16Array | Float32Array): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

/** The weights of a model as inputs of one graph; each is placed in the file at its first mention. */
export const weightsFor = (graph: Graph, file: WeightFile) => {
  const mention = (name: string, make: () => Tensor): string => graph.tensor(file.placed.get(name) ?? make());
  return {
    graph,
    /** As stored, followed by a Cast in the graph. */
    half: (name: string): string => {
      const stored = mention(name, () => {
        const { dims, read } = variable(file, name);
        return place(file, { name, dims, type: elementType.float16 }, bytesOf(read()));
      });
      return graph.op('Cast', [stored], { attributes: { to: elementType.float32 } });
    },
    full: (name: string): string =>
      mention(name, () => {
        const { dims, read } = variable(file, name);
        return place(file, { name, dims, type: elementType.float32 }, bytesOf(Float32Array.from(read())));
      }),
    /** A linear weight [N, K]: its 8-bit blocks and their scales. */
    blocks: (name: string) => {
      const [rows, columns] = variable(file, name).dims as [number, number];
      if (!file.placed.has(`${name}.q`)) {
        const { quants, scales } = quantise(variable(file, name).read());
        const dims = [rows, columns / blockSize];
        place(file, { name: `${name}.q`, dims: [...dims, blockSize], type: elementType.uint8 }, quants);
        place(file, { name: `${name}.s`, dims, type: elementType.float32 }, bytesOf(scales));
      }
      const quants = graph.tensor(file.placed.get(`${name}.q`)!);
      const scales = graph.tensor(file.placed.get(`${name}.s`)!);
      return { quants, scales, rows, columns };
    },
  };
};
export type Weights = ReturnType<typeof weightsFor>;
