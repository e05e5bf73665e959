import { Type } from '@fastify/type-provider-typebox';

const name = Type.String({ minLength: 1, maxLength: 200 });
const Curve = Type.Object({
  positives: Type.Integer({ minimum: 0 }),
  averagePrecision: Type.Number(),
  points: Type.Array(Type.Object({ score: Type.Number(), precision: Type.Number(), recall: Type.Number() }), {
    maxItems: 100,
  }),
});
const Head = Type.Object({
  label: name,
  bias: Type.Number(),
  slope: Type.Number(),
  offset: Type.Number(),
  step: Type.Number(),
  curve: Curve,
});

/** `mingjian.heads/1`, as `./mj rules train --reviews … --out …` writes it. */
export const HeadsFile = Type.Object({
  format: Type.Literal('mingjian.heads/1'),
  version: name,
  dataHash: name,
  embedder: Type.String({ maxLength: 200 }),
  lexicon: Type.Array(name, { maxItems: 10_000 }),
  heads: Type.Array(Head, { maxItems: 1000 }),
  mean: Type.String({ maxLength: 4096, description: 'float32, base64' }),
  weights: Type.String({ maxLength: 12_000_000, description: 'int8, raw deflate, base64' }),
});

const Named = { version: Type.String(), labels: Type.Array(Type.String()) };
const Own = Type.Object({
  ...Named,
  dataHash: Type.String(),
  since: Type.String(),
  inUse: Type.Boolean(),
  reason: Type.Optional(Type.String({ description: 'Why they are not in use' })),
});
export const HeadsView = Type.Object({
  shipped: Type.Union([Type.Object(Named), Type.Null()]),
  own: Type.Union([Own, Type.Null()]),
});
