import { Type } from '@fastify/type-provider-typebox';
import type { Database } from '../../platform/db/index.ts';
import { callerOf, cursorOf, type Http, pageFrom, pageOf, pageQuery, positionOf } from '../../platform/http/index.ts';
import { newestRows } from './store.ts';

const text = Type.String();
const Row = Type.Object({
  seq: Type.Integer(),
  at: text,
  person: Type.Union([Type.Object({ id: text, name: text }), Type.Null()]),
  action: text,
  subject: text,
  details: Type.Record(text, Type.Unknown()),
  prevHash: text,
  hash: text,
});

export function auditRoutes(app: Http, { db }: { db: Database }): void {
  const schema = {
    summary: 'The audit chain, newest first',
    querystring: Type.Object(pageQuery),
    response: { 200: pageOf(Row) },
  };
  app.get('/v1/audit', { config: { access: 'audit.read' }, schema }, async (request) => {
    const { limit = 50, after } = request.query;
    const beforeSeq = after === undefined ? null : Number(positionOf(after, 1)[0]);
    const rows = await newestRows(db, callerOf(request), { limit, beforeSeq });
    const page = pageFrom(rows, { limit, cursor: (row) => cursorOf([row.seq]) });
    const items = page.items.map(({ personId, personName, at, ...row }) => ({
      ...row,
      at: at.toISOString(),
      person: personId === null ? null : { id: personId, name: personName ?? '' },
    }));
    return { items, next: page.next };
  });
}
