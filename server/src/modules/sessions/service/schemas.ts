import { type TSchema, Type } from '@fastify/type-provider-typebox';
import { products } from '@mingjian/timeline';
import { pageQuery } from '../../../platform/http/index.ts';

export const Uuid = Type.String({ format: 'uuid' });
const text = Type.String();
const maybe = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);
const oneOf = <Value extends string>(values: readonly Value[]) =>
  Type.Unsafe<Value>({ type: 'string', enum: [...values] });
export const Status = oneOf(['uploading', 'queued', 'inspecting', 'done', 'failed'] as const);
export const VerdictName = oneOf(['pass', 'fail', 'undecidable'] as const);
export const ProductName = oneOf(products);
const RoleName = oneOf(['agent', 'customer', 'third', 'unknown'] as const);

export const SessionView = Type.Object({
  id: Uuid,
  title: text,
  product: maybe(text),
  branch: Type.Object({ id: Uuid, name: text }),
  agentName: maybe(text),
  status: Status,
  verdict: maybe(VerdictName),
  durationMs: maybe(Type.Integer()),
  createdAt: text,
  findings: Type.Object({ violated: Type.Integer(), undecidable: Type.Integer() }),
  progress: maybe(Type.Object({ stage: text, done: Type.Number() })),
});
const Failure = Type.Object({ code: text, message: text });
export const SessionDetail = Type.Object({
  ...SessionView.properties,
  fields: Type.Record(text, Type.Unknown()),
  roles: maybe(Type.Array(text)),
  hasRecording: Type.Boolean(),
  error: maybe(Failure),
  run: maybe(
    Type.Object({
      id: Uuid,
      n: Type.Integer(),
      status: text,
      verdict: maybe(VerdictName),
      createdAt: text,
      error: maybe(Failure),
    }),
  ),
});
export const ListQuery = Type.Object({
  ...pageQuery,
  q: Type.Optional(Type.String({ maxLength: 100 })),
  product: Type.Optional(ProductName),
  verdict: Type.Optional(VerdictName),
  status: Type.Optional(Status),
  branch: Type.Optional(Uuid),
  from: Type.Optional(Type.String({ maxLength: 40, description: 'RFC 3339 or a date' })),
  to: Type.Optional(Type.String({ maxLength: 40, description: 'RFC 3339 or a date; not included' })),
});
export const NewSessionBody = Type.Object({
  title: Type.String({ minLength: 1, maxLength: 200 }),
  product: Type.Optional(ProductName),
  fields: Type.Optional(Type.Record(Type.String({ maxLength: 60 }), Type.Unknown(), { maxProperties: 100 })),
  roles: Type.Optional(Type.Array(RoleName, { minItems: 2, maxItems: 2, description: 'Left channel first' })),
});
