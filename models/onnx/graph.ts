import { bytes, float, integer, join, type Message, message, text } from './protobuf.ts';

/** ONNX element types, as the format numbers them. */
export const elementType = { float32: 1, uint8: 2, int64: 7, float16: 10 } as const;
export type ElementType = (typeof elementType)[keyof typeof elementType];

/** A number is an INT, `{float}` a FLOAT, an array INTS. */
export type Attributes = Record<string, number | readonly number[] | { float: number }>;
export type OpOptions = { attributes?: Attributes; domain?: string; outputs?: number | readonly string[] };
export type Tensor = { name: string; dims: readonly number[]; type: ElementType } & (
  | { content: Uint8Array }
  | { external: { location: string; offset: number; length: number } }
);
/** A number is a fixed dimension, a word a free one. */
export type Dimensions = readonly (number | string)[];

const attributeKind = { float: 1, int: 2, ints: 7 } as const;

/** Builds one ONNX graph by hand: operators in order, tensors in the order of their first mention. */
export const startGraph = (name: string) => {
  const nodes: Message = [];
  const tensors = new Map<string, Tensor>();
  const inputs: Message = [];
  const outputs: Message = [];
  let counter = 0;

  /** Mentions a tensor; its name is returned for use as an input. */
  const tensor = (added: Tensor): string => {
    if (!tensors.has(added.name)) tensors.set(added.name, added);
    return added.name;
  };
  const opAll = (type: string, operands: readonly string[], options: OpOptions = {}): string[] => {
    const wanted = options.outputs ?? 1;
    const names = typeof wanted === 'number' ? Array.from({ length: wanted }, () => `v${counter++}`) : [...wanted];
    nodes.push(
      ...message(1, [
        ...operands.flatMap((operand) => text(1, operand)),
        ...names.flatMap((output) => text(2, output)),
        ...text(3, `n${counter++}`),
        ...text(4, type),
        ...Object.entries(options.attributes ?? {}).flatMap(([key, value]) => attribute(key, value)),
        ...(options.domain === undefined ? [] : text(7, options.domain)),
      ]),
    );
    return names;
  };
  return {
    tensor,
    opAll,
    op: (type: string, operands: readonly string[], options: OpOptions = {}): string =>
      opAll(type, operands, options)[0]!,
    /** An int64 vector as an input; equal ones are stored once. */
    ints: (...values: number[]): string => {
      const content = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
      return tensor({ name: `i_${values.join('_')}`, dims: [values.length], type: elementType.int64, content });
    },
    /** A float32 scalar as an input. */
    scalar: (value: number): string => {
      const content = new Uint8Array(Float32Array.of(value).buffer);
      return tensor({ name: `f_${value}`, dims: [], type: elementType.float32, content });
    },
    input: (valueName: string, type: ElementType, dims: Dimensions): string => {
      inputs.push(...message(11, valueInfo(valueName, type, dims)));
      return valueName;
    },
    output: (valueName: string, type: ElementType, dims: Dimensions): void => {
      outputs.push(...message(12, valueInfo(valueName, type, dims)));
    },
    encode: (): Message => [
      ...nodes,
      ...text(2, name),
      ...[...tensors.values()].flatMap((one) => message(5, encodeTensor(one))),
      ...inputs,
      ...outputs,
    ],
  };
};
export type Graph = ReturnType<typeof startGraph>;

/** The complete file. `opsets` maps a domain ('' is ONNX itself) to its version. */
export const encodeModel = (
  graph: Message,
  options: { irVersion: number; opsets: Record<string, number> },
): Uint8Array =>
  join([
    ...integer(1, options.irVersion),
    ...text(2, 'mingjian'),
    ...message(7, graph),
    ...Object.entries(options.opsets).flatMap(([domain, version]) =>
      message(8, [...text(1, domain), ...integer(2, version)]),
    ),
  ]);

const attribute = (name: string, value: Attributes[string]): Message => {
  if (typeof value === 'number') {
    return message(5, [...text(1, name), ...integer(3, value), ...integer(20, attributeKind.int)]);
  }
  if ('float' in value) {
    return message(5, [...text(1, name), ...float(2, value.float), ...integer(20, attributeKind.float)]);
  }
  const each = value.flatMap((one) => integer(8, one));
  return message(5, [...text(1, name), ...each, ...integer(20, attributeKind.ints)]);
};

const encodeTensor = (tensor: Tensor): Message => {
  const head = [...tensor.dims.flatMap((dim) => integer(1, dim)), ...integer(2, tensor.type), ...text(8, tensor.name)];
  if ('content' in tensor) return [...head, ...bytes(9, tensor.content)];
  const entries = Object.entries(tensor.external);
  const external = entries.flatMap(([key, value]) => message(13, [...text(1, key), ...text(2, String(value))]));
  return [...head, ...external, ...integer(14, 1)];
};

const valueInfo = (name: string, type: ElementType, dims: Dimensions): Message => {
  const shape = dims.flatMap((dim) => message(1, typeof dim === 'number' ? integer(1, dim) : text(2, dim)));
  return [...text(1, name), ...message(2, message(1, [...integer(1, type), ...message(2, shape)]))];
};
