import { mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { Metadata, Server } from '@tus/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../../platform/errors/index.ts';
import { type Caller, callerOf, type Http } from '../../platform/http/index.ts';
import { hasRecording, type Session, sessionOf } from '../sessions/index.ts';
import { openPieces } from './pieces.ts';
import { type ReceiveDeps, receiveRecording } from './service.ts';

export type UploadOptions = ReceiveDeps & { tmpDir: string; maxUploadMib: number };
const PATH = '/v1/uploads';

/** Resumable uploads (tus 1.0). The session in the metadata decides who may send: it must be in the caller's scope. */
export function uploadRoutes(app: Http, options: UploadOptions): void {
  const { db, maxUploadMib } = options;
  const dir = join(options.tmpDir, 'uploads');
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const store = openPieces(dir);
  const callers = new Map<string, Caller>();
  // Uploads that became recordings: a client that lost the last answer asks once more and must hear that all is here.
  const finished = new Map<string, number>();
  const tus = new Server({
    path: PATH,
    datastore: store,
    maxSize: maxUploadMib * 2 ** 20,
    relativeLocation: true,
    onUploadFinish: async (_request, upload) => {
      const caller = callers.get(upload.id);
      const { sessionId = '', filename } = upload.metadata ?? {};
      if (caller === undefined || upload.size === undefined) throw { status_code: 400, body: 'empty upload' };
      const session = await sessionOf(db, caller, sessionId ?? '');
      const path = join(dir, upload.id);
      await receiveRecording(options, {
        session,
        path,
        filename: filename || session.title,
        personId: caller.personId,
      });
      finished.set(upload.id, upload.size);
      await Promise.all([path, `${path}.json`].map((file) => rm(file, { force: true })));
      return {};
    },
  });

  app.addContentTypeParser('application/offset+octet-stream', (_request, _payload, done) => done(null));
  const config = { access: 'recordings.upload' };
  const pass = async (request: FastifyRequest, reply: FastifyReply) => {
    // What hooks have set (safe headers) goes out with the answer of tus.
    for (const [name, value] of Object.entries(reply.getHeaders()))
      if (value !== undefined) reply.raw.setHeader(name, value);
    reply.hijack();
    await tus.handle(request.raw as IncomingMessage, reply.raw as ServerResponse);
  };

  app.post(PATH, { config, schema: { summary: 'Begin an upload (tus 1.0)' } }, async (request, reply) => {
    const session = await sendable(callerOf(request), sessionIdOf(request.headers['upload-metadata']));
    if (Number(request.headers['upload-length']) === 0) throw new Refusal('media.unusable', { code: 'file_empty' });
    if (await hasRecording(db, session.id)) throw new Refusal('session.has_recording');
    return pass(request, reply);
  });

  const one = { method: ['HEAD', 'PATCH', 'DELETE'] as ['HEAD', 'PATCH', 'DELETE'], url: `${PATH}/:upload` };
  app.route({ ...one, config, schema: { summary: 'Go on with an upload (tus 1.0)' }, handler: proceed });
  async function proceed(request: FastifyRequest, reply: FastifyReply) {
    const { upload: id } = request.params as { upload: string };
    const caller = callerOf(request);
    const size = finished.get(id);
    if (size !== undefined && request.method === 'HEAD') {
      const headers = {
        'tus-resumable': '1.0.0',
        'upload-offset': size,
        'upload-length': size,
        'cache-control': 'no-store',
      };
      return reply.headers(headers).status(200).send();
    }
    if (!/^[0-9a-f]{32}$/.test(id)) throw new Refusal('not_found');
    const upload = await store.getUpload(id).catch(() => undefined);
    if (upload === undefined) throw new Refusal('not_found');
    await sendable(caller, upload.metadata?.sessionId ?? '');
    callers.set(id, caller);
    // All bytes came and then the server died: they become a recording now.
    if (request.method === 'HEAD' && upload.offset === upload.size)
      await tus.options.onUploadFinish?.(request.raw as never, upload);
    if (finished.has(id)) return proceed(request, reply);
    return pass(request, reply).finally(() => callers.delete(id));
  }

  function sendable(caller: Caller, sessionId: string): Promise<Session> {
    if (!/^[0-9a-f-]{36}$/.test(sessionId)) throw new Refusal('request.invalid', { what: 'metadata sessionId' });
    return sessionOf(db, caller, sessionId);
  }
}

function sessionIdOf(header: unknown): string {
  try {
    return Metadata.parse(String(header)).sessionId ?? '';
  } catch {
    return '';
  }
}
