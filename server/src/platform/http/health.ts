/** For the machine that watches: alive, ready, figures. Public on 127.0.0.1 and through a proxy that decides who sees them. */

import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import { Refusal } from '../errors/index.ts';
import type { Http } from './index.ts';

/** `isReady` throws while something that every request needs is missing. */
export function healthRoutes(app: Http, { isReady }: { isReady: () => Promise<unknown> }): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const seconds = new Histogram({
    name: 'mj_request_seconds',
    help: 'Time from request to answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 30],
    registers: [registry],
  });
  app.addHook('onResponse', async (request, reply) => {
    const labels = { method: request.method, route: request.routeOptions.url ?? 'none', status: reply.statusCode };
    seconds.observe(labels, reply.elapsedTime / 1000);
  });
  app.get('/healthz', { config: { access: 'public' }, schema: { summary: 'The process answers' } }, async () => ({
    status: 'ok',
  }));
  app.get('/readyz', { config: { access: 'public' }, schema: { summary: 'The database answers' } }, async () => {
    await isReady().catch(() => {
      throw new Refusal('server.not_ready');
    });
    return { status: 'ready' };
  });
  app.get(
    '/metrics',
    { config: { access: 'public' }, schema: { summary: 'Figures for Prometheus' } },
    async (_request, reply) => {
      reply.type(registry.contentType);
      return registry.metrics();
    },
  );
  app.get('/openapi.json', { config: { access: 'public' }, schema: { hide: true } }, async () => app.swagger());
}
