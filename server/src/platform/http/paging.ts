/** Cursor paging: `?limit&after` → `{items, next}`. */
import { type TSchema, Type } from '@fastify/type-provider-typebox';
import { Refusal } from '../errors/index.ts';

export const pageQuery = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  after: Type.Optional(Type.String({ maxLength: 200 })),
};
export const pageOf = <Item extends TSchema>(item: Item) =>
  Type.Object({ items: Type.Array(item), next: Type.Union([Type.String(), Type.Null()]) });

/** A position as opaque text. */
export const cursorOf = (position: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(position)).toString('base64url');

/** The position of a cursor of `length` parts. @throws Refusal when it is none of ours. */
export function positionOf(cursor: string, length: number): (string | number)[] {
  try {
    const position: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(position) && position.length === length) return position;
  } catch {
    // Refused below like any other text.
  }
  throw new Refusal('request.invalid', { what: 'after is no cursor of this list' });
}

/** Cuts `limit + 1` rows to a page. */
export function pageFrom<Row>(
  rows: readonly Row[],
  { limit, cursor }: { limit: number; cursor: (row: Row) => string },
): { items: Row[]; next: string | null } {
  const items = rows.slice(0, limit);
  return { items, next: rows.length > limit ? cursor(items[items.length - 1]!) : null };
}
