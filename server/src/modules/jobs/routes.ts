import { Type } from '@fastify/type-provider-typebox';
import type { Database } from '../../platform/db/index.ts';
import { callerOf, cursorOf, type Http, pageFrom, pageQuery, positionOf } from '../../platform/http/index.ts';
import type { Jobs } from '../../platform/jobs/index.ts';
import { Uuid } from '../sessions/index.ts';
import { retryJob } from './service.ts';
import { jobsInScope } from './store.ts';

export function jobRoutes(app: Http, deps: { db: Database; jobs: Jobs }): void {
  const list = { summary: 'Inspections waiting, running, done and failed', querystring: Type.Object(pageQuery) };
  app.get('/v1/jobs', { config: { access: 'jobs.read' }, schema: list }, async (request) => {
    const { limit = 50, after } = request.query;
    const before = after === undefined ? null : String(positionOf(after, 1)[0]);
    return pageFrom(await jobsInScope(deps.db, callerOf(request), { limit, before }), {
      limit,
      cursor: ({ id }) => cursorOf([id]),
    });
  });
  const retry = { summary: 'Try a failed inspection again', params: Type.Object({ id: Uuid }) };
  app.post('/v1/jobs/:id/retry', { config: { access: 'jobs.retry' }, schema: retry }, async (request, reply) => {
    await retryJob(deps, callerOf(request), request.params.id);
    return reply.status(204).send();
  });
}
