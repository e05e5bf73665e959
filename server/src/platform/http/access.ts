/** Who asks and what for. Every route names its permission; one that names none cannot be registered. */
import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify';
import { Refusal } from '../errors/index.ts';

/** `public`: no login; `everybody`: any login; else the permission that the caller's role must have. */
export type Access = 'public' | 'everybody' | (string & {});

/** The person behind a request, as the domain's modules know them. */
export type Caller = {
  personId: string;
  tenantId: string;
  branchId: string;
  /** Path of the branch: what lies below is in scope. */
  branchPath: string;
  role: string;
  permissions: readonly string[];
  csrfToken: string;
};
export type Identify = (token: string) => Promise<Caller | null>;
export type RegisteredRoute = { method: string; url: string; access: Access };

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
  }
  interface FastifyRequest {
    caller: Caller | null;
  }
}

/** The caller of a route that is not public. */
export function callerOf(request: FastifyRequest): Caller {
  if (request.caller === null) throw new Refusal('login.needed');
  return request.caller;
}

const SAFE = ['GET', 'HEAD', 'OPTIONS'];

/** Adds the check to every route registered from now on; answers the growing table of routes. */
export function guard(
  app: FastifyInstance,
  { identify, cookie }: { identify: Identify; cookie: string },
): RegisteredRoute[] {
  const routes: RegisteredRoute[] = [];
  app.addHook('onRoute', (route: RouteOptions) => {
    const access = route.config?.access;
    if (access === undefined) throw new Error(`route ${route.method} ${route.url} names no access`);
    for (const method of [route.method].flat()) if (method !== 'HEAD') routes.push({ method, url: route.url, access });
  });
  app.decorateRequest('caller', null);
  app.addHook('onRequest', async (request) => {
    const access = request.routeOptions.config.access ?? 'public';
    if (access === 'public') return;
    const token = request.cookies[cookie];
    request.caller = token === undefined ? null : await identify(token);
    const caller = callerOf(request);
    const isSafe = SAFE.includes(request.method);
    if (!isSafe && request.headers['x-csrf-token'] !== caller.csrfToken) throw new Refusal('login.csrf');
    if (access !== 'everybody' && !caller.permissions.includes(access)) {
      throw new Refusal('permission.missing', { needs: access });
    }
  });
  return routes;
}
