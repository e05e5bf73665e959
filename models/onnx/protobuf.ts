/** A protobuf message under construction: fields in the order in which they were added. */
export type Message = Uint8Array[];

const textEncoder = new TextEncoder();

/** Unsigned varint; negative numbers as two's complement of 64 bits, as protobuf wants int64. */
export const varint = (value: number | bigint): Uint8Array => {
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes: number[] = [];
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
};

export const integer = (field: number, value: number | bigint): Message => [varint(field << 3), varint(value)];

export const bytes = (field: number, content: Uint8Array): Message => [
  varint((field << 3) | 2),
  varint(content.length),
  content,
];

export const text = (field: number, value: string): Message => bytes(field, textEncoder.encode(value));

export const float = (field: number, value: number): Message => [
  varint((field << 3) | 5),
  new Uint8Array(Float32Array.of(value).buffer),
];

export const join = (parts: Message): Uint8Array => {
  const joined = new Uint8Array(lengthOf(parts));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
};

export const lengthOf = (parts: Message): number => parts.reduce((sum, part) => sum + part.length, 0);

/** A message inside a message. The parts are passed on, not copied: weights may be hundreds of megabytes. */
export const message = (field: number, parts: Message): Message => [
  varint((field << 3) | 2),
  varint(lengthOf(parts)),
  ...parts,
];

/** One field of an encoded message: a number for varints, the bytes for everything else. */
export type Field = { number: number; wire: number; value: bigint; content: Uint8Array };

/**
 * Reads the fields of a message in order; contents are views, nothing is copied.
 * @throws Error on a cut or unknown wire type.
 */
export function* fields(encoded: Uint8Array): Generator<Field> {
  let at = 0;
  const next = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = encoded[at++];
      if (byte === undefined) throw new Error('protobuf message ends inside a number');
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  const take = (length: number): Uint8Array => {
    if (at + length > encoded.length) throw new Error('protobuf message ends inside a field');
    at += length;
    return encoded.subarray(at - length, at);
  };
  const none = new Uint8Array(0);
  while (at < encoded.length) {
    const key = Number(next());
    const wire = key & 7;
    const number = key >>> 3;
    if (wire === 0) yield { number, wire, value: next(), content: none };
    else if (wire === 1) yield { number, wire, value: 0n, content: take(8) };
    else if (wire === 2) yield { number, wire, value: 0n, content: take(Number(next())) };
    else if (wire === 5) yield { number, wire, value: 0n, content: take(4) };
    else throw new Error(`protobuf wire type ${wire} is not used by ONNX`);
  }
}
