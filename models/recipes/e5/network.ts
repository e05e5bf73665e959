import { bytes, float, integer, join, type Message, message, text } from '../../onnx/protobuf.ts';
import { quantiseLayer } from './linear.ts';
import { blockBytes, type E5Source } from './source.ts';

const width = 384;
const layers = 12;
const heads = 12;
const inner = 1536;
const positions = 512;
const epsilon = 1e-12;
const type = { float32: 1, uint8: 2, int8: 3, int64: 7, float16: 10 } as const;

/** An attribute: number = INT, `{float}`, `{string}`, array = INTS. */
type Value = number | { float: number } | { string: string } | readonly number[];
type Shape = readonly (number | string)[];
type Parts = { nodes: Message; tensors: Message; values: Map<number, Message> };

const attribute = (name: string, value: Value): Message => {
  if (typeof value === 'number') return message(5, [...text(1, name), ...integer(3, value), ...integer(20, 2)]);
  if ('float' in value) return message(5, [...text(1, name), ...float(2, value.float), ...integer(20, 1)]);
  if ('string' in value) return message(5, [...text(1, name), ...text(4, value.string), ...integer(20, 3)]);
  return message(5, [...text(1, name), ...value.flatMap((one) => integer(8, one)), ...integer(20, 7)]);
};
const valueInfo = (name: string, element: number, shape: Shape): Message => {
  const dims = shape.flatMap((dim) => message(1, typeof dim === 'number' ? integer(1, dim) : text(2, dim)));
  return [...text(1, name), ...message(2, message(1, [...integer(1, element), ...message(2, dims)]))];
};

const raw = (array: Float32Array | BigInt64Array | Int8Array): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
const headOf = (dims: number[], element: number): Message => [
  ...dims.flatMap((dim) => integer(1, dim)),
  ...integer(2, element),
];
const largeBytes = 1024;

/** Writes nodes as onnxruntime's quantiser left them: its names, its order, its inferred shapes. */
const startNetwork = () => {
  const parts: Parts = { nodes: [], tensors: [], values: new Map() };
  const named = (
    op: string,
    name: string,
    io: { in: string[]; out: string[]; own?: boolean },
    attributes: Record<string, Value> = {},
  ): void => {
    parts.nodes.push(
      ...message(1, [
        ...io.in.flatMap((operand) => text(1, operand)),
        ...io.out.flatMap((output) => text(2, output)),
        ...text(3, name),
        ...text(4, op),
        ...Object.entries(attributes).flatMap(([key, value]) => attribute(key, value)),
        ...(io.own === true ? text(7, '') : []),
      ]),
    );
  };
  return {
    parts,
    named,
    /** Node `number` of the network before quantising; its output is `Op_number`. */
    node: (
      number: number,
      op: string,
      operands: string[],
      how: { attributes?: Record<string, Value>; shape: Shape; element?: number },
    ): string => {
      const output = `${op}_${number}`;
      named(op, `n${number}_${op}`, { in: operands, out: [output], own: true }, how.attributes);
      parts.values.set(number, valueInfo(output, how.element ?? type.float32, how.shape));
      return output;
    },
    value: (number: number, name: string, shape: Shape): void =>
      void parts.values.set(number, valueInfo(name, type.float32, shape)),
    /** A tensor of the network before quantising: large ones once lay in a file of their own, and still say where they are now. */
    tensor: (name: string, element: number, dims: number[], content: Uint8Array): void => {
      const place = content.length >= largeBytes ? integer(14, 0) : [];
      parts.tensors.push(...message(5, [...headOf(dims, element), ...text(8, name), ...bytes(9, content), ...place]));
    },
    /** What the quantiser added: scales and zero points in the fields of their types, weights raw. */
    scales: (name: string, values: Float32Array): void =>
      void parts.tensors.push(
        ...message(5, [...headOf([values.length], type.float32), ...bytes(4, raw(values)), ...text(8, name)]),
      ),
    zeros: (name: string, count: number): void =>
      void parts.tensors.push(
        ...message(5, [...headOf([count], type.int8), ...bytes(5, new Uint8Array(count)), ...text(8, name)]),
      ),
    integers: (name: string, dims: number[], values: Int8Array): void =>
      void parts.tensors.push(...message(5, [...headOf(dims, type.int8), ...text(8, name), ...bytes(9, raw(values))])),
  };
};
type Network = ReturnType<typeof startNetwork>;

const floats = (...values: number[]): Uint8Array => raw(Float32Array.from(values));
const ints = (...values: number[]): Uint8Array => raw(BigInt64Array.from(values, BigInt));

const constants = (net: Network, source: E5Source, kept: readonly number[]): void => {
  const { tensor } = net;
  const blocks = source.blocks('emb.word');
  const perRow = width / 32;
  const quants = new Uint8Array(kept.length * perRow * 16);
  const scales = new Uint8Array(kept.length * perRow * 2);
  kept.forEach((id, row) => {
    for (let b = 0; b < perRow; b++) {
      const at = (id * perRow + b) * blockBytes;
      scales.set(blocks.subarray(at, at + 2), (row * perRow + b) * 2);
      quants.set(blocks.subarray(at + 2, at + blockBytes), (row * perRow + b) * 16);
    }
  });
  tensor('emb_q', type.uint8, [kept.length, perRow, 16], quants);
  tensor('emb_d', type.float16, [kept.length, perRow, 1], scales);
  tensor('c15', type.uint8, [1], Uint8Array.of(15));
  tensor('c4', type.uint8, [1], Uint8Array.of(4));
  tensor('c8', type.float32, [1], floats(8));
  tensor('shp_e', type.int64, [3], ints(0, 0, -1));
  tensor('s1', type.int64, [1], ints(1));
  tensor('s2', type.int64, [1], ints(2));
  const place = source.values('emb.pos');
  const kind = source.values('emb.type');
  tensor(
    'pos_type',
    type.float32,
    [positions, width],
    raw(place.map((value, i) => value + (kind[i % width] as number))),
  );
  tensor('z0', type.int64, [1], ints(0));
  tensor('ax0', type.int64, [1], ints(0));
  for (const name of ['emb.ln.w', 'emb.ln.b']) tensor(name, type.float32, [width], raw(source.values(name)));
  tensor('one', type.float32, [1], floats(1));
  tensor('neg', type.float32, [1], floats(-10_000));
  tensor('ax12', type.int64, [2], ints(1, 2));
  tensor('shp_h', type.int64, [4], ints(0, 0, heads, width / heads));
  tensor('shp_o', type.int64, [3], ints(0, 0, width));
  tensor('scale', type.float32, [1], floats(1 / Math.sqrt(width / heads)));
  tensor('half', type.float32, [1], floats(0.5));
  tensor('isq2', type.float32, [1], floats(Math.SQRT1_2));
};

const plainWeights = ['q.b', 'k.b', 'v.b', 'ao.b', 'aln.w', 'aln.b', 'fi.b', 'fo.b', 'oln.w', 'oln.b'];
const linearWeights = ['q', 'k', 'v', 'ao', 'fi', 'fo'];
const weights = (net: Network, source: E5Source): void => {
  const { tensor } = net;
  for (let l = 0; l < layers; l++) {
    for (const name of plainWeights) {
      const values = source.values(`l${l}.${name}`);
      tensor(`l${l}.${name}`, type.float32, [values.length], raw(values));
    }
  }
  tensor('ax2', type.int64, [1], ints(2));
  tensor('ax1', type.int64, [1], ints(1));
  for (let l = 0; l < layers; l++) {
    for (const name of linearWeights) {
      const outputs = name === 'fi' ? inner : width;
      const { quantised, scales } = quantiseLayer(source.values(`l${l}.${name}.w`), outputs);
      const key = `l${l}.${name}.w`;
      net.scales(`${key}_scale`, scales);
      net.zeros(`${key}_zero_point`, outputs);
      net.integers(`${key}_quantized`, [quantised.length / outputs, outputs], quantised);
    }
  }
};

const normal = { axis: -1, epsilon: { float: epsilon } };
const hidden: Shape = ['batch', 'unk__2', width];
const wide: Shape = ['batch', 'unk__2', inner];

/** Word rows out of 4-bit blocks, positions, the mask; the order is the quantiser's. */
const embed = (net: Network): void => {
  const { node } = net;
  const row = (last: number): Shape => ['batch', 'tokens', 12, last];
  node(16, 'Cast', ['attention_mask'], { attributes: { to: 1 }, shape: ['batch', 'tokens'] });
  node(1, 'Gather', ['emb_q', 'input_ids'], { attributes: { axis: 0 }, shape: row(16), element: type.uint8 });
  node(2, 'Gather', ['emb_d', 'input_ids'], { attributes: { axis: 0 }, shape: row(1), element: type.float16 });
  node(11, 'Shape', ['input_ids'], { shape: [2], element: type.int64 });
  node(17, 'Sub', ['one', 'Cast_16'], { shape: ['batch', 'tokens'] });
  node(428, 'Unsqueeze', ['Cast_16', 'ax2'], { shape: ['batch', 'tokens', 1] });
  node(4, 'BitwiseAnd', ['Gather_1', 'c15'], { shape: row(16), element: type.uint8 });
  node(5, 'BitShift', ['Gather_1', 'c4'], {
    attributes: { direction: { string: 'RIGHT' } },
    shape: row(16),
    element: type.uint8,
  });
  node(3, 'Cast', ['Gather_2'], { attributes: { to: 1 }, shape: row(1) });
  node(12, 'Slice', ['Shape_11', 's1', 's2'], { shape: [1], element: type.int64 });
  node(18, 'Mul', ['Sub_17', 'neg'], { shape: ['batch', 'tokens'] });
  node(431, 'ReduceSum', ['Unsqueeze_428', 'ax1'], { attributes: { keepdims: 0 }, shape: ['batch', 1] });
  node(6, 'Concat', ['BitwiseAnd_4', 'BitShift_5'], { attributes: { axis: -1 }, shape: row(32), element: type.uint8 });
  node(13, 'Slice', ['pos_type', 'z0', 'Slice_12', 'ax0'], { shape: ['unk__0', 'unk__1'] });
  node(19, 'Unsqueeze', ['Mul_18', 'ax12'], { shape: ['batch', 1, 1, 'tokens'] });
  node(7, 'Cast', ['Concat_6'], { attributes: { to: 1 }, shape: row(32) });
  node(8, 'Sub', ['Cast_7', 'c8'], { shape: row(32) });
  node(9, 'Mul', ['Sub_8', 'Cast_3'], { shape: row(32) });
  node(10, 'Reshape', ['Mul_9', 'shp_e'], { shape: ['batch', 'tokens', width] });
  node(14, 'Add', ['Reshape_10', 'Slice_13'], { shape: hidden });
  node(15, 'LayerNormalization', ['Add_14', 'emb.ln.w', 'emb.ln.b'], { attributes: normal, shape: hidden });
};

type Linear = { number: number; weight: string; bias: string; shape: Shape };
/** Linear layers over one input: it is quantised once, then each kind of step for all of them. */
const linears = (net: Network, input: string, list: readonly Linear[]): void => {
  const { named } = net;
  const quantised = `${input}_quantized`;
  const product = (l: Linear): string => `MM_${l.weight}_${l.number}`;
  named('DynamicQuantizeLinear', `${input}_QuantizeLinear`, {
    in: [input],
    out: [quantised, `${input}_scale`, `${input}_zero_point`],
  });
  for (const l of list)
    named('Mul', `n${l.number}_MatMul_quant_scales_mul`, {
      in: [`${input}_scale`, `${l.weight}_scale`],
      out: [`n${l.number}_MatMul_quant_scales_mul:0`],
    });
  for (const l of list)
    named('MatMulInteger', `n${l.number}_MatMul_quant`, {
      in: [quantised, `${l.weight}_quantized`, `${input}_zero_point`, `${l.weight}_zero_point`],
      out: [`${product(l)}_output_quantized`],
    });
  for (const l of list)
    named(
      'Cast',
      `${product(l)}_output_quantized_cast`,
      { in: [`${product(l)}_output_quantized`], out: [`${product(l)}_output_quantized_cast_output`] },
      { to: 1 },
    );
  for (const l of list) {
    named('Mul', `n${l.number}_MatMul_quant_output_scale_mul`, {
      in: [`${product(l)}_output_quantized_cast_output`, `n${l.number}_MatMul_quant_scales_mul:0`],
      out: [product(l)],
    });
    net.value(l.number, product(l), l.shape);
  }
  for (const l of list) net.node(l.number + 1, 'Add', [product(l), l.bias], { shape: l.shape });
};

const firstNode = 20;
const nodesOfLayer = 34;
/** One post-norm BERT layer; gives the name of its output. */
const layer = (net: Network, l: number, input: string): string => {
  const { node } = net;
  const at = firstNode + nodesOfLayer * l;
  const w = (name: string): string => `l${l}.${name}`;
  const linear = (offset: number, name: string, shape: Shape): Linear => ({
    number: at + offset,
    weight: w(`${name}.w`),
    bias: w(`${name}.b`),
    shape,
  });
  linears(net, input, [linear(0, 'q', hidden), linear(2, 'k', hidden), linear(4, 'v', hidden)]);
  const split: Shape = ['batch', 'unk__2', heads, 32];
  for (const [offset, from] of [
    [6, 1],
    [8, 3],
    [10, 5],
  ] as const)
    node(at + offset, 'Reshape', [`Add_${at + from}`, 'shp_h'], { shape: split });
  const turned: Shape = ['batch', heads, 'unk__2', 32];
  for (const [offset, perm, shape] of [
    [7, [0, 2, 1, 3], turned],
    [9, [0, 2, 3, 1], ['batch', heads, 32, 'unk__2']],
    [11, [0, 2, 1, 3], turned],
  ] as const)
    node(at + offset, 'Transpose', [`Reshape_${at + offset - 1}`], { attributes: { perm }, shape });
  const square: Shape = ['batch', heads, 'unk__2', 'unk__2'];
  const masked: Shape = ['batch', heads, 'unk__2', `unk__${l + 3}`];
  node(at + 12, 'MatMul', [`Transpose_${at + 7}`, `Transpose_${at + 9}`], { shape: square });
  node(at + 13, 'Mul', [`MatMul_${at + 12}`, 'scale'], { shape: square });
  node(at + 14, 'Add', [`Mul_${at + 13}`, 'Unsqueeze_19'], { shape: masked });
  node(at + 15, 'Softmax', [`Add_${at + 14}`], { attributes: { axis: -1 }, shape: masked });
  node(at + 16, 'MatMul', [`Softmax_${at + 15}`, `Transpose_${at + 11}`], { shape: turned });
  node(at + 17, 'Transpose', [`MatMul_${at + 16}`], { attributes: { perm: [0, 2, 1, 3] }, shape: split });
  node(at + 18, 'Reshape', [`Transpose_${at + 17}`, 'shp_o'], { shape: hidden });
  linears(net, `Reshape_${at + 18}`, [linear(19, 'ao', hidden)]);
  node(at + 21, 'Add', [`Add_${at + 20}`, input], { shape: hidden });
  const middle = node(at + 22, 'LayerNormalization', [`Add_${at + 21}`, w('aln.w'), w('aln.b')], {
    attributes: normal,
    shape: hidden,
  });
  linears(net, middle, [linear(23, 'fi', wide)]);
  node(at + 25, 'Mul', [`Add_${at + 24}`, 'isq2'], { shape: wide });
  node(at + 26, 'Erf', [`Mul_${at + 25}`], { shape: wide });
  node(at + 27, 'Add', [`Erf_${at + 26}`, 'one'], { shape: wide });
  node(at + 28, 'Mul', [`Add_${at + 24}`, `Add_${at + 27}`], { shape: wide });
  node(at + 29, 'Mul', [`Mul_${at + 28}`, 'half'], { shape: wide });
  linears(net, `Mul_${at + 29}`, [linear(30, 'fo', hidden)]);
  node(at + 32, 'Add', [`Add_${at + 31}`, middle], { shape: hidden });
  return node(at + 33, 'LayerNormalization', [`Add_${at + 32}`, w('oln.w'), w('oln.b')], {
    attributes: normal,
    shape: hidden,
  });
};

/** Masked mean, then length 1. */
const pool = (net: Network, last: string): void => {
  const { node } = net;
  node(429, 'Mul', [last, 'Unsqueeze_428'], { shape: ['batch', `unk__${layers + 3}`, width] });
  node(430, 'ReduceSum', ['Mul_429', 'ax1'], { attributes: { keepdims: 0 }, shape: ['batch', width] });
  node(432, 'Div', ['ReduceSum_430', 'ReduceSum_431'], { shape: ['batch', width] });
  node(433, 'Mul', ['Div_432', 'Div_432'], { shape: ['batch', width] });
  node(434, 'ReduceSum', ['Mul_433', 'ax1'], { attributes: { keepdims: 1 }, shape: ['batch', 1] });
  node(435, 'Sqrt', ['ReduceSum_434'], { shape: ['batch', 1] });
  net.named('Div', 'l2norm', { in: ['Div_432', 'Sqrt_435'], out: ['embedding'] });
};

/** `input_ids, attention_mask` int64 [batch, tokens] → `embedding` float32 [batch, 384], mean-pooled and of length 1. */
export const encodeNetwork = (source: E5Source, kept: readonly number[]): Uint8Array => {
  const net = startNetwork();
  constants(net, source, kept);
  weights(net, source);
  embed(net);
  let output = 'LayerNormalization_15';
  for (let l = 0; l < layers; l++) output = layer(net, l, output);
  pool(net, output);
  const { nodes, tensors, values } = net.parts;
  const tokens: Shape = ['batch', 'tokens'];
  const graph = [
    ...nodes,
    ...text(2, 'e5_small_zh'),
    ...tensors,
    ...message(11, valueInfo('input_ids', type.int64, tokens)),
    ...message(11, valueInfo('attention_mask', type.int64, tokens)),
    ...message(12, valueInfo('embedding', type.float32, ['batch', width])),
    ...[...values].sort(([a], [b]) => a - b).flatMap(([, value]) => message(13, value)),
  ];
  return join([
    ...integer(1, 9),
    ...text(2, 'onnx.quantize'),
    ...text(3, '0.1.0'),
    ...message(7, graph),
    ...message(8, [...text(1, ''), ...integer(2, 18)]),
    ...message(14, [...text(1, 'onnx.infer'), ...text(2, 'onnxruntime.quant')]),
  ]);
};
