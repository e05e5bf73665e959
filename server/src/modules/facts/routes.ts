import type { Readable } from 'node:stream';
import { Type } from '@fastify/type-provider-typebox';
import { Refusal } from '../../platform/errors/index.ts';
import { callerOf, type Http } from '../../platform/http/index.ts';
import { detectorNames } from './service/detectors.ts';
import { check, type FactsDeps, factsLater, factsNow } from './service/index.ts';
import { tenantKey } from './service/signing.ts';

const params = Type.Object({ detector: Type.String({ maxLength: 40 }) });
const querystring = Type.Object({
  expect: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
  callbackUrl: Type.Optional(Type.String({ minLength: 1, maxLength: 2000 })),
});
const JSON_LINES = 'application/x-ndjson; charset=utf-8';

/** Facts as a service. The file is the body of the request; what comes back is `mingjian.facts/1`, one fact a line. */
export function factsRoutes(http: Http, deps: FactsDeps): void {
  http.get(
    '/v1/facts',
    { config: { access: 'facts.read' }, schema: { summary: 'Detectors that can be asked' } },
    async () => ({ items: detectorNames.map((name) => ({ name })) }),
  );
  http.get(
    '/v1/facts/callback-key',
    { config: { access: 'facts.keys' }, schema: { summary: 'Key of this institution for checking callbacks' } },
    async (request) => ({ key: tenantKey(deps.keysDir, callerOf(request).tenantId), algorithm: 'HMAC-SHA256' }),
  );
  // In a scope of its own: only here a body of media is taken as it comes.
  http.register(async (scope) => {
    const app = scope as unknown as Http;
    app.addContentTypeParser(/^(application\/octet-stream|(audio|video|image)\/)/, (_request, payload, done) =>
      done(null, payload),
    );
    const post = { summary: 'Facts of a file by one detector, now or by callback', params, querystring };
    app.post('/v1/facts/:detector', { config: { access: 'facts.run' }, schema: post }, async (request, reply) => {
      const asked = { detector: request.params.detector, ...request.query };
      check(asked, deps);
      const stream = request.body as Readable | undefined | null;
      if (stream === undefined || stream === null) throw new Refusal('media.unusable', { code: 'file_empty' });
      if (typeof stream.pipe !== 'function') throw new Refusal('request.unsupported');
      const caller = callerOf(request);
      const { callbackUrl } = asked;
      if (callbackUrl !== undefined)
        return reply.status(202).send(await factsLater(deps, { caller, asked: { ...asked, callbackUrl }, stream }));
      const gone = new AbortController();
      const onClose = () => reply.raw.writableFinished || gone.abort(new Error('the caller is gone'));
      reply.raw.once('close', onClose);
      const lines = await factsNow(deps, { caller, asked, stream, signal: gone.signal });
      return reply.type(JSON_LINES).send(lines);
    });
  });
}
