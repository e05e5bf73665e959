import { Type } from '@fastify/type-provider-typebox';
import type { Database } from '../../platform/db/index.ts';
import type { Files } from '../../platform/files/index.ts';
import { type Caller, callerOf, type Http } from '../../platform/http/index.ts';
import { record } from '../audit/index.ts';
import { sessionOf, Uuid } from '../sessions/index.ts';
import { type Recordings, recordingOf } from './service/index.ts';
import { rangeOf } from './service/range.ts';

const params = Type.Object({ id: Uuid });

export function recordingRoutes(app: Http, deps: { db: Database; files: Files; recordings: Recordings }): void {
  const { db, files, recordings } = deps;
  const found = async (caller: Caller, id: string) => recordingOf(db, (await sessionOf(db, caller, id)).id);
  const audited = (caller: Caller, sessionId: string, view: { action: string; details?: Record<string, unknown> }) => {
    const { tenantId, personId } = caller;
    return db.transaction((tx) => record(tx, { tenantId, personId, subject: `session:${sessionId}`, ...view }));
  };

  const media = { summary: 'The recording, as a browser plays it; Range', params };
  app.get(
    '/v1/sessions/:id/media',
    { config: { access: 'recordings.view' }, schema: media },
    async (request, reply) => {
      const caller = callerOf(request);
      const recording = await found(caller, request.params.id);
      const { object, mime } = await recordings.playable(recording);
      const range = rangeOf(request.headers.range, object.sizeBytes);
      // A player asks for many pieces: the view is the first of them.
      if (range === undefined || range.start === 0)
        await audited(caller, recording.sessionId, { action: 'recording.view' });
      reply.header('accept-ranges', 'bytes').header('cache-control', 'private, no-store').type(mime);
      if (range === undefined) return reply.header('content-length', object.sizeBytes).send(files.read(object));
      reply.status(206).header('content-range', `bytes ${range.start}-${range.end}/${object.sizeBytes}`);
      return reply.header('content-length', range.end - range.start + 1).send(files.read(object, range));
    },
  );

  const t = Type.Integer({ minimum: 0, maximum: 24 * 3_600_000, description: 'ms on the media clock' });
  const frame = { summary: 'The picture of one moment, JPEG', params, querystring: Type.Object({ t }) };
  app.get(
    '/v1/sessions/:id/frame',
    { config: { access: 'recordings.view' }, schema: frame },
    async (request, reply) => {
      const caller = callerOf(request);
      const recording = await found(caller, request.params.id);
      const jpeg = await recordings.frame(recording, request.query.t);
      await audited(caller, recording.sessionId, { action: 'recording.frame', details: { tMs: request.query.t } });
      return reply.header('cache-control', 'private, max-age=600').type('image/jpeg').send(jpeg);
    },
  );
}
