/** The HTTP server without any domain: safe headers, cookies, limits, checks of access, one shape of failure. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import { type TypeBoxTypeProvider, TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import fastify, { type FastifyBaseLogger, type FastifyInstance, type RawServerDefault } from 'fastify';
import { guard, type Identify, type RegisteredRoute } from './access.ts';
import { answerFailures } from './failures.ts';

export { type Access, type Caller, callerOf, type Identify, type RegisteredRoute } from './access.ts';
export { serveConsole } from './console.ts';
export { refuse } from './failures.ts';
export { healthRoutes } from './health.ts';
export { once } from './once.ts';
export { cursorOf, pageFrom, pageOf, pageQuery, positionOf } from './paging.ts';

export type Http = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;
export type HttpOptions = {
  logger: FastifyBaseLogger;
  identify: Identify;
  /** Name of the cookie that holds the login. */
  cookieName: string;
  version: string;
  trustProxy?: boolean;
  /** PEM with key and certificates: HTTPS. */
  pem?: string;
};

// The console draws with styles of its own and plays media from memory; scripts come from here alone.
const contentSecurity = {
  defaultSrc: ["'self'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:', 'blob:'],
  mediaSrc: ["'self'", 'blob:'],
  connectSrc: ["'self'"],
  fontSrc: ["'self'", 'data:'],
  objectSrc: ["'none'"],
  frameAncestors: ["'none'"],
  baseUri: ["'self'"],
  formAction: ["'self'"],
  upgradeInsecureRequests: null,
};

/** Makes the server; routes are registered on `app` afterwards and appear in `routes`. */
export async function makeHttp(options: HttpOptions): Promise<{ app: Http; routes: RegisteredRoute[] }> {
  const { logger, trustProxy = false, pem } = options;
  const common = { loggerInstance: logger, trustProxy: trustProxy ? '127.0.0.1' : false, bodyLimit: 1_000_000 };
  const tls = pem === undefined ? {} : { https: { key: pem, cert: pem } };
  const app = fastify({
    ...common,
    ...tls,
  } as typeof common).withTypeProvider<TypeBoxTypeProvider>() as unknown as Http;
  app.setValidatorCompiler(TypeBoxValidatorCompiler);
  answerFailures(app as unknown as FastifyInstance);
  await app.register(cookie);
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: contentSecurity },
    strictTransportSecurity: pem !== undefined,
  });
  await app.register(rateLimit, { global: false });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Mingjian 明鉴', version: options.version },
      components: { securitySchemes: { login: { type: 'apiKey', in: 'cookie', name: options.cookieName } } },
    },
  });
  const routes = guard(app as unknown as FastifyInstance, { identify: options.identify, cookie: options.cookieName });
  return { app, routes };
}
