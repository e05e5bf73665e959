import { Type } from '@fastify/type-provider-typebox';
import { callerOf, type Http, once } from '../../platform/http/index.ts';
import { Uuid } from '../sessions/index.ts';
import { type HeadsDeps, headsOf, installHeads, removeHeads } from './service/index.ts';
import { HeadsFile, HeadsView } from './service/schemas.ts';

/** The file of some hundred labels is under 2 MB. */
const bodyLimit = 16 * 1024 * 1024;

export function headRoutes(app: Http, deps: HeadsDeps): void {
  const { db } = deps;
  const get = { summary: 'Meaning heads that judge my institution', response: { 200: HeadsView } };
  app.get('/v1/heads', { config: { access: 'heads.read' }, schema: get }, async (request) =>
    headsOf(db, callerOf(request)),
  );

  const post = {
    summary: 'Install own heads, made by ./mj rules train --reviews',
    body: HeadsFile,
    response: { 201: Type.Object({ id: Uuid }) },
  };
  app.post('/v1/heads', { config: { access: 'heads.write' }, bodyLimit, schema: post }, async (request, reply) =>
    reply.status(201).send(await once(db, request, () => installHeads(deps, callerOf(request), request.body))),
  );

  const remove = { summary: 'Back to the shipped heads' };
  app.delete('/v1/heads', { config: { access: 'heads.write' }, schema: remove }, async (request, reply) => {
    await removeHeads(db, callerOf(request));
    return reply.status(204).send();
  });
}
