import { Type } from '@fastify/type-provider-typebox';
import type { Database } from '../../platform/db/index.ts';
import { Refusal } from '../../platform/errors/index.ts';
import type { Files } from '../../platform/files/index.ts';
import { callerOf, type Http, once } from '../../platform/http/index.ts';
import type { Jobs } from '../../platform/jobs/index.ts';
import { maskAll } from '../../platform/masking/index.ts';
import { record } from '../audit/index.ts';
import { hasRecording, sessionOf, Uuid } from '../sessions/index.ts';
import { requestRun, resultOf } from './service/index.ts';

const params = Type.Object({ id: Uuid });

export function inspectionRoutes(app: Http, deps: { db: Database; files: Files; jobs: Jobs }): void {
  const { db, files, jobs } = deps;
  const read = {
    summary: 'The inspection document, numbers masked',
    params,
    querystring: Type.Object({ run: Type.Optional(Uuid) }),
  };
  app.get('/v1/sessions/:id/inspection', { config: { access: 'sessions.read' }, schema: read }, async (request) => {
    const caller = callerOf(request);
    const session = await sessionOf(db, caller, request.params.id);
    const { document, runId } = await resultOf({ db, files }, { session, runId: request.query.run });
    const { tenantId, personId } = caller;
    const entry = {
      tenantId,
      personId,
      action: 'inspection.view',
      subject: `session:${session.id}`,
      details: { run: runId },
    };
    await db.transaction((tx) => record(tx, entry));
    return maskAll(document);
  });

  const peaks = { summary: 'Loudness over time, for drawing', params };
  app.get('/v1/sessions/:id/peaks', { config: { access: 'sessions.read' }, schema: peaks }, async (request) => {
    const session = await sessionOf(db, callerOf(request), request.params.id);
    return (await resultOf({ db, files }, { session })).peaks;
  });

  const packs = Type.Array(Type.String({ maxLength: 100 }), { minItems: 1, maxItems: 50 });
  const body = Type.Optional(Type.Object({ packs: Type.Optional(packs) }));
  const run = {
    summary: 'Inspect again, beside the earlier runs',
    params,
    body,
    response: { 202: Type.Object({ id: Uuid }) },
  };
  app.post(
    '/v1/sessions/:id/inspections',
    { config: { access: 'inspections.run' }, schema: run },
    async (request, reply) => {
      const caller = callerOf(request);
      const session = await sessionOf(db, caller, request.params.id);
      if (!(await hasRecording(db, session.id))) throw new Refusal('session.no_recording');
      if (session.status === 'queued' || session.status === 'inspecting') throw new Refusal('session.busy');
      const named = request.body?.packs === undefined ? {} : { packs: request.body.packs };
      const wanted = { session, ...named, queue: 'near' as const, personId: caller.personId };
      return reply
        .status(202)
        .send(await once(db, request, () => db.transaction((tx) => requestRun(tx, jobs, wanted))));
    },
  );
}
