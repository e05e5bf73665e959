import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sampleInspection } from '@mingjian/ui/report/sample.ts';

/**
 * A small server that speaks docs/reference/http.md from memory, for tests of the pages alone: every page's states can
 * be brought about at will. Whole-product tests run against the real server.
 */
const dist = fileURLToPath(new URL('../web/console/dist/', import.meta.url));
const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

const permissionsOf: Record<string, string[]> = {
  admin: [
    'sessions.read',
    'sessions.create',
    'recordings.upload',
    'recordings.view',
    'inspections.run',
    'reviews.read',
    'reviews.write',
    'rulebooks.read',
    'people.read',
    'people.write',
    'audit.read',
    'jobs.read',
    'jobs.retry',
  ],
  agent: ['sessions.read', 'sessions.create', 'recordings.upload'],
};

const row = (id: string, rest: Record<string, unknown>) => ({
  id,
  title: `示例会话 ${id}`,
  product: 'bank',
  branch: { id: 'b1', name: '城东支行' },
  agentName: '李明',
  status: 'done',
  verdict: 'fail',
  durationMs: 60_000,
  createdAt: '2026-11-25T02:12:00Z',
  findings: { violated: 5, undecidable: 1 },
  ...rest,
});
const rows = [
  row('s1', {}),
  row('s2', { verdict: 'undecidable', findings: { violated: 0, undecidable: 2 }, product: 'ins' }),
  row('s3', { verdict: 'pass', findings: { violated: 0, undecidable: 0 }, product: 'loan' }),
  row('s4', { verdict: null, findings: null, status: 'inspecting', progress: { stage: '转写', done: 0.4 } }),
];

export type StandIn = {
  url: string;
  close: () => Promise<void>;
  reviews: Record<string, unknown>[];
  endSessions: () => void;
};

const json = (response: ServerResponse, body: unknown, status = 200) => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};
const refuse = (response: ServerResponse, status: number, message: string) =>
  json(response, { error: { code: `e${status}`, message, docs: '' } }, status);

const bodyOf = async (request: IncomingMessage): Promise<Record<string, unknown>> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString() || '{}') as Record<string, unknown>;
};

const page = (response: ServerResponse, path: string) => {
  const wanted = join(dist, normalize(path));
  const file =
    wanted.startsWith(dist) && extname(wanted) !== '' && existsSync(wanted) ? wanted : join(dist, 'index.html');
  response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' });
  createReadStream(file).pipe(response);
};

const samplePack = `pack: sample-sale@1.0.0
title: 示例：理财销售
labels:
  promise: {any: [保本, 稳赚], not: [不保本]}
  notice: {any: [全程录音录像]}
rules:
  - id: PROMISE
    severity: major
    forbid: agent asserts promise
  - id: NOTICE
    require: agent says notice in first 3 turns
tests:
  - {name: 承诺, only: [PROMISE], expect: [PROMISE], events: ["agent: 这个保本"]}
  - {name: 否认, only: [PROMISE], expect: [], events: ["agent: 这个不保本"]}
`;

const reads: Record<string, () => unknown> = {
  '/v1/sessions': () => ({ items: rows, next: null }),
  '/v1/sessions/s1': () => rows[0],
  '/v1/sessions/s4': () => rows[3],
  '/v1/sessions/s1/inspection': () => sampleInspection,
  '/v1/capabilities': () => ({
    items: [
      { name: 'speech.transcribe', available: false, state: 'arriving', done: 0.62 },
      { name: 'face.live', available: false, state: 'missing', reason: '没有模型文件' },
    ],
  }),
  '/v1/packs': () => ({ items: [{ id: 'sample-sale@1.0.0', title: '示例：理财销售', hash: '5f0c5f0c5f0c5f0c' }] }),
  '/v1/packs/sample-sale@1.0.0/source': () => ({
    name: 'sample-sale',
    version: '1.0.0',
    source: samplePack,
    bases: [],
  }),
  '/v1/packs/sample-sale@1.0.0': () => ({
    rules: sampleInspection.findings.map((f) => ({ id: f.rule, item: f.item, severity: f.severity, source: f.source })),
  }),
  '/v1/people': () => ({
    items: [
      {
        id: 'p1',
        username: 'admin',
        name: '王管理',
        role: 'admin',
        branch: { id: 'o1', name: '总行', parentId: null },
        isActive: true,
      },
    ],
  }),
  '/v1/organisations': () => ({
    items: [
      { id: 'o1', name: '总行', parentId: null },
      { id: 'o2', name: '城东支行', parentId: 'o1' },
    ],
  }),
  '/v1/audit': () => ({
    items: [
      {
        seq: 1,
        at: '2026-11-25T02:12:00Z',
        person: { id: 'p1', name: '王管理' },
        action: 'sessions.view',
        subject: 's1',
      },
    ],
  }),
  '/v1/jobs': () => ({ items: [{ id: 'j1', queue: 'inspect', state: 'failed', error: '文件不可读' }] }),
};

/** Starts the stand-in on a free port of 127.0.0.1. Users: `admin` and `agent`, password `demo`. */
export const startStandIn = async (media?: string): Promise<StandIn> => {
  const reviews: Record<string, unknown>[] = [];
  let live = new Set<string>();
  const userOf = (request: IncomingMessage) => {
    const user = /mj_session=(\w+)/.exec(request.headers.cookie ?? '')?.[1];
    return user !== undefined && live.has(user) ? user : undefined;
  };
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname);
    if (!path.startsWith('/v1')) return page(response, path);
    if (path === '/v1/login') {
      const { username, password } = await bodyOf(request);
      if (password !== 'demo') return refuse(response, 401, '用户名或密码不对');
      live.add(String(username));
      response.setHeader('set-cookie', `mj_session=${username}; HttpOnly; SameSite=Lax; Path=/`);
      return json(response, {});
    }
    const user = userOf(request);
    if (user === undefined) return refuse(response, 401, '请先登录');
    if (path === '/v1/me') {
      const person = {
        id: user,
        username: user,
        name: user === 'admin' ? '王管理' : '李明',
        role: user,
        tenant: 't',
        branch: null,
      };
      return json(response, { person, permissions: permissionsOf[user] ?? [], csrfToken: 'token' });
    }
    if (path === '/v1/events') return response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
    if (path === '/v1/sessions/s1/media' && media !== undefined) {
      return response.writeHead(200, { 'content-type': 'video/webm' }).end(readFileSync(media));
    }
    if (path === '/v1/sessions/s1/reviews' && request.method === 'GET') return json(response, { items: reviews });
    if (path === '/v1/sessions/s1/reviews') {
      if (request.headers['x-csrf-token'] !== 'token') return refuse(response, 403, '缺少 CSRF 令牌');
      reviews.push({ ...(await bodyOf(request)), by: '王管理', at: '2026-11-25T03:00:00Z' });
      return json(response, {}, 201);
    }
    const read = reads[path];
    return read === undefined ? refuse(response, 404, '没有这条记录') : json(response, read());
  };
  const server: Server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  const endSessions = () => {
    live = new Set();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close, reviews, endSessions };
};
