import { Readable } from 'node:stream';
import { Type } from '@fastify/type-provider-typebox';
import type { Database } from '../../platform/db/index.ts';
import type { Files } from '../../platform/files/index.ts';
import { callerOf, type Http, once } from '../../platform/http/index.ts';
import { sessionOf, Uuid, VerdictName } from '../sessions/index.ts';
import { exportReviewed } from './exported.ts';
import { mark } from './service.ts';
import { latestReviews, type Review } from './store.ts';

const params = Type.Object({ id: Uuid });
const comment = Type.String({ maxLength: 2000 });
const decision = Type.Unsafe<'hit' | 'false_alarm'>({ type: 'string', enum: ['hit', 'false_alarm'] });
const JSON_LINES = 'application/x-ndjson; charset=utf-8';
const Made = Type.Object({ id: Uuid });
const viewOf = ({ findingId, decision, comment, by, at }: Review) => ({
  ...(findingId === null ? {} : { findingId }),
  ...{ decision, comment: comment ?? '', by, at: at.toISOString() },
});

export function reviewRoutes(app: Http, { db, files }: { db: Database; files: Files }): void {
  const all = { summary: 'Reviewed conversations of my branches as mingjian.reviewed/1, one a line' };
  app.get('/v1/reviews/export', { config: { access: 'reviews.export' }, schema: all }, async (request, reply) => {
    const lines = await exportReviewed({ db, files }, callerOf(request));
    return reply.header('cache-control', 'private, no-store').type(JSON_LINES).send(Readable.from(lines));
  });

  const list = { summary: 'Newest marks of a session', params };
  app.get('/v1/sessions/:id/reviews', { config: { access: 'reviews.read' }, schema: list }, async (request) => {
    const session = await sessionOf(db, callerOf(request), request.params.id);
    const reviews = await latestReviews(db, session.id);
    const whole = reviews.find(({ findingId }) => findingId === null);
    const items = reviews.filter(({ findingId }) => findingId !== null).map(viewOf);
    return { items, verdict: whole === undefined ? null : viewOf(whole) };
  });

  const body = Type.Object({
    findingId: Type.String({ minLength: 1, maxLength: 300 }),
    decision,
    comment: Type.Optional(comment),
  });
  const review = { summary: 'Mark a finding: hit or false alarm', params, body, response: { 201: Made } };
  app.post(
    '/v1/sessions/:id/reviews',
    { config: { access: 'reviews.write' }, schema: review },
    async (request, reply) => {
      const made = { ...request.body, sessionId: request.params.id };
      return reply.status(201).send(await once(db, request, () => mark(db, callerOf(request), made)));
    },
  );

  const verdict = Type.Object({ decision: VerdictName, comment: Type.Optional(comment) });
  const whole = { summary: 'Mark the whole session', params, body: verdict, response: { 201: Made } };
  app.post(
    '/v1/sessions/:id/verdict',
    { config: { access: 'reviews.write' }, schema: whole },
    async (request, reply) => {
      const made = { ...request.body, sessionId: request.params.id, findingId: null };
      return reply.status(201).send(await once(db, request, () => mark(db, callerOf(request), made)));
    },
  );
}
