import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { readModel } from '../onnx/edit.ts';
import { elementType, encodeModel, startGraph } from '../onnx/graph.ts';
import { join as joinParts } from '../onnx/protobuf.ts';
import { convertDvector } from './dvector.ts';
import { keptPieces } from './e5/kept.ts';
import { quantiseLayer } from './e5/linear.ts';
import { convertE5 } from './e5.ts';
import { floatConvolutions } from './kokoro.ts';
import { tinyWhisper } from './tinywhisper.ts';
import { readCTranslate } from './whisper/ctranslate.ts';
import { quantise } from './whisper/quantise.ts';
import { convertWhisper } from './whisper.ts';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'recipes-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('a block of 32 weights keeps its peak as ±127 and its zeros as 128', () => {
  const weights = new Float16Array(64);
  weights.set([2, -1, 0.5], 0);
  const { quants, scales } = quantise(weights);
  assert.deepEqual([...scales], [Math.fround(2 / 127), 1]);
  assert.deepEqual([...quants.subarray(0, 4)], [255, 128 - 63, 160, 128]);
  assert.ok(quants.subarray(32).every((quant) => quant === 128));
});

test('a CTranslate2 file is read by name; a cut or foreign one is refused', () => {
  const path = join(dir, 'model.bin');
  const whole = tinyWhisper();
  writeFileSync(path, whole);
  const variables = readCTranslate(path);
  const gamma = variables.get('encoder/layer_norm/gamma')!;
  assert.deepEqual(gamma.dims, [32]);
  assert.equal(gamma.read().length, 32);
  writeFileSync(path, whole.subarray(0, 200));
  assert.throws(() => readCTranslate(path), /model\.bin ends too early/);
  writeFileSync(path, Buffer.from('not a model at all, just some text'));
  assert.throws(() => readCTranslate(path), /no CTranslate2 file of version 6/);
});

test('both graphs point into one weight file: aligned, without gaps or overlaps, the same bytes every time', () => {
  for (const name of ['vocabulary.txt', 'config.json', 'LICENSE']) writeFileSync(join(dir, name), name);
  writeFileSync(join(dir, 'model.bin'), tinyWhisper());
  const [first, second] = ['first', 'second'].map((name) => {
    mkdirSync(join(dir, name));
    convertWhisper(dir, join(dir, name));
    return (one: string) => readFileSync(join(dir, name, one));
  }) as [(one: string) => Buffer, (one: string) => Buffer];
  const placed = ['encoder.onnx', 'decoder.onnx'].flatMap((name) => {
    assert.deepEqual(first(name), second(name));
    return placesIn(first(name));
  });
  placed.sort((a, b) => a.offset - b.offset);
  let end = 0;
  for (const place of new Map(placed.map((one) => [one.offset, one])).values()) {
    assert.equal(place.offset, Math.ceil(end / 64) * 64);
    end = place.offset + place.length;
  }
  assert.equal(end, statSync(join(dir, 'first/whisper-base.q8.bin')).size);
  assert.deepEqual(first('whisper-base.q8.bin'), second('whisper-base.q8.bin'));
});

/** Offsets and lengths of the external tensors of a graph. */
const placesIn = (encoded: Uint8Array): { offset: number; length: number }[] =>
  [...readModel(encoded).graph.tensors.values()].flatMap((tensor) => {
    const words = Buffer.from(tensor.encoded).toString('latin1');
    const numberAfter = (key: string) => Number(new RegExp(`${key}\\x12.(\\d+)`).exec(words)?.[1] ?? Number.NaN);
    return words.includes('location') ? [{ offset: numberAfter('offset'), length: numberAfter('length') }] : [];
  });

/** x → quantised → ConvInteger → + bias → Cast → · scale, as the published voice model has it 87 times. */
const integerConvolution = (withBias: boolean) => {
  const graph = startGraph('tiny');
  const float = (name: string, ...values: number[]) =>
    graph.tensor({ name, dims: values.length === 1 ? [] : [values.length], type: 1, content: bytesOf(values) });
  graph.input('x', elementType.float32, [1, 1, 'n']);
  const [quants, scale, zero] = graph.opAll('DynamicQuantizeLinear', ['x'], { outputs: 3 }) as [string, string, string];
  const content = Uint8Array.of(10, 12, 7);
  const weight = graph.tensor({ name: 'w', dims: [1, 1, 3], type: elementType.uint8, content });
  const weightZero = graph.tensor({ name: 'wz', dims: [], type: elementType.uint8, content: Uint8Array.of(10) });
  const attributes = { pads: [1, 1] };
  let sum = graph.op('ConvInteger', [quants, weight, zero, weightZero], { attributes });
  const scales = graph.op('Mul', [scale, float('ws', 0.5)]);
  if (withBias) {
    const rounded = graph.op('Floor', [graph.op('Div', [float('b', 1, 2), scales])]);
    const whole = graph.op('Cast', [rounded], { attributes: { to: 6 } });
    sum = graph.op('Add', [sum, graph.op('Reshape', [whole, graph.ints(1, -1, 1)])]);
  }
  const cast = graph.op('Cast', [sum], { attributes: { to: 1 } });
  graph.op('Mul', [cast, scales], { outputs: ['y'] });
  graph.output('y', elementType.float32, [1, 1, 'n']);
  return readModel(encodeModel(graph.encode(), { irVersion: 9, opsets: { '': 20 } })).graph;
};

const bytesOf = (values: number[]) => new Uint8Array(Float32Array.from(values).buffer);

test('an integer convolution becomes one float Conv with the same attributes, bias and output', () => {
  for (const withBias of [true, false]) {
    const graph = integerConvolution(withBias);
    const attributes = graph.nodes.find((node) => node.type === 'ConvInteger')!.attributes;
    const weights = Buffer.from(joinParts(floatConvolutions(graph)));
    assert.deepEqual(
      graph.nodes.map(({ type, inputs, outputs }) => ({ type, inputs, outputs })),
      [{ type: 'Conv', inputs: ['x', 'w_float', ...(withBias ? ['b'] : [])], outputs: ['y'] }],
    );
    assert.deepEqual(graph.nodes[0]!.attributes, attributes);
    assert.ok(weights.includes(Buffer.from(bytesOf([0, 1, -1.5]))), 'weight = (quant − 10) · 0.5');
    assert.deepEqual([...graph.tensors.keys()], withBias ? ['b'] : []);
  }
});

test('a convolution that is scaled in another way is refused', () => {
  const graph = integerConvolution(false);
  for (const node of graph.nodes) if (node.type === 'Cast') node.type = 'Relu';
  assert.throws(() => floatConvolutions(graph), /is not scaled as expected/);
});

test('the gates of the speaker model are put into the order of ONNX', () => {
  const pickle = Buffer.alloc(17_090_379);
  const biasOffset = 5_676_603;
  for (const [index, gate] of [1, 2, 3, 4].entries()) {
    pickle.set(bytesOf(new Array(256).fill(gate)), biasOffset + index * 1024);
  }
  writeFileSync(join(dir, 'pretrained.pt'), pickle);
  convertDvector(dir, dir);
  const { tensors } = readModel(readFileSync(join(dir, 'dvector.onnx'))).graph;
  const stored = tensors.get('b0')!.content!;
  const bias = new Float32Array(Uint8Array.from(stored).buffer);
  assert.deepEqual([bias[0], bias[256], bias[512], bias[768], bias[1024]], [1, 4, 2, 3, 0]);
});

test('int8 layers: the peak of an output is ±64, halves go to the even neighbour', () => {
  const { quantised, scales } = quantiseLayer(Float32Array.of(64, -64, 0.5, 1.5, 2, 0, 1, -1), 2);
  assert.deepEqual([...scales], [1, Math.fround(2 / 64)]);
  // [inputs, outputs]: the first column is the first output.
  assert.deepEqual([...quantised], [64, 64, -64, 0, 0, 32, 2, -32]);
});
test('the kept pieces are 40,579 of 250,002, the special ones first', () => {
  const kept = keptPieces(250_002);
  assert.equal(kept.length, 40_579);
  assert.deepEqual(kept.slice(0, 4), [0, 1, 2, 3]);
});
test('a foreign file is no e5', () => {
  writeFileSync(join(dir, 'e5-small-q4.bin'), Buffer.from('not a model at all'));
  assert.throws(() => convertE5(dir, dir), /is not a file of multilingual-e5-small/);
});
