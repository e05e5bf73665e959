import { Type } from '@fastify/type-provider-typebox';
import type { Database } from '../../platform/db/index.ts';
import { callerOf, cursorOf, type Http, once, pageFrom, pageOf, positionOf } from '../../platform/http/index.ts';
import { createSession, detailOf, sessionOf, timesOf, viewOf } from './service/index.ts';
import { ListQuery, NewSessionBody, SessionDetail, SessionView, Uuid } from './service/schemas.ts';
import { sessionsInScope } from './store.ts';

export function sessionRoutes(app: Http, { db }: { db: Database }): void {
  const list = {
    summary: 'Sessions in my branches, newest first',
    querystring: ListQuery,
    response: { 200: pageOf(SessionView) },
  };
  app.get('/v1/sessions', { config: { access: 'sessions.read' }, schema: list }, async (request) => {
    const { limit = 50, after, ...filter } = request.query;
    const [createdAt, id] = after === undefined ? [] : positionOf(after, 2);
    const from = createdAt === undefined ? null : { createdAt: String(createdAt), id: String(id) };
    const rows = await sessionsInScope(db, callerOf(request), { filter: timesOf(filter), limit, after: from });
    const page = pageFrom(rows, { limit, cursor: (row) => cursorOf([row.createdAtText, row.id]) });
    return { items: page.items.map(viewOf), next: page.next };
  });

  const Created = Type.Object({ id: Uuid, uploadUrl: Type.String() });
  const create = { summary: 'A session to upload a recording to', body: NewSessionBody, response: { 201: Created } };
  app.post('/v1/sessions', { config: { access: 'sessions.create' }, schema: create }, async (request, reply) => {
    const caller = callerOf(request);
    const answer = await once(db, request, async () => ({
      ...(await createSession(db, caller, request.body)),
      uploadUrl: '/v1/uploads',
    }));
    return reply.status(201).send(answer);
  });

  const get = {
    summary: 'One session and its latest run',
    params: Type.Object({ id: Uuid }),
    response: { 200: SessionDetail },
  };
  app.get('/v1/sessions/:id', { config: { access: 'sessions.read' }, schema: get }, async (request) =>
    detailOf(db, await sessionOf(db, callerOf(request), request.params.id)),
  );
}
