/** The built console at `/`: any page of it answers with index.html, so that a reload of an inner page works. */
import { existsSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { refuse } from './failures.ts';

/** `folder` is web/console/dist; without it the server answers the API only. */
export async function serveConsole(app: FastifyInstance, folder: URL): Promise<void> {
  const root = fileURLToPath(folder);
  await app.register(fastifyStatic, { root: existsSync(root) ? root : import.meta.dirname, serve: false });
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0]!;
    const isOurs = request.method === 'GET' && !/^\/(v1|healthz|readyz|metrics|openapi)\b/.test(path);
    const file = isOurs ? fileFor(root, path) : undefined;
    if (file === undefined) return refuse(reply, { request, code: 'not_found' });
    // Names of built assets hold their digest; the page itself must always be the newest.
    const isForever = file.startsWith('assets/');
    return reply.sendFile(file, root, isForever ? { maxAge: '1y', immutable: true } : { maxAge: 0 });
  });
}

/** The file of a path, the page for a path without an ending, or nothing. */
function fileFor(root: string, path: string): string | undefined {
  const name = normalize(path).replace(/^\/+/, '');
  if (!/\.\w+$/.test(name)) return existsSync(join(root, 'index.html')) ? 'index.html' : undefined;
  return !name.startsWith('..') && existsSync(join(root, name)) ? name : undefined;
}
