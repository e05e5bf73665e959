import { type Caller, callerOf, type Http } from '../http/index.ts';
import type { Events, News } from './index.ts';

/** A sign of life, so that proxies keep the line open. */
const ALIVE_MS = 20_000;

export function eventRoutes(app: Http, { events }: { events: Events }): void {
  const open = new Set<() => void>();
  app.addHook('preClose', async () => {
    for (const end of open) end();
  });
  app.get(
    '/v1/events',
    { config: { access: 'everybody' }, schema: { summary: 'News as server-sent events' } },
    (request, reply) => {
      const caller = callerOf(request);
      reply.hijack();
      const { raw } = reply;
      raw.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      raw.write(': hello\n\n');
      const leave = events.subscribe((news) => {
        if (concerns(news, caller)) raw.write(`event: ${news.type}\ndata: ${JSON.stringify(news.data)}\n\n`);
      });
      const timer = setInterval(() => raw.write(': alive\n\n'), ALIVE_MS);
      const end = () => void raw.end();
      open.add(end);
      raw.on('close', () => {
        clearInterval(timer);
        leave();
        open.delete(end);
      });
    },
  );
}

/** The same scope as that of the rows themselves. */
function concerns({ to }: News, caller: Caller): boolean {
  if (to === null) return true;
  const isInScope = to.tenantId === caller.tenantId && to.branchPath.startsWith(caller.branchPath);
  return isInScope && (caller.role !== 'agent' || to.agentId === caller.personId);
}
