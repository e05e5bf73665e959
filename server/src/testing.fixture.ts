/** For tests: a real database in a temporary folder and a small organisation with two tenants. */
import { type App, buildApp } from './app.ts';
import { addBranch, addPerson, addTenant, type Role, roles } from './modules/people/index.ts';
import { startTestDatabase, type TestDatabase } from './platform/db/database.fixture.ts';
import type { Database } from './platform/db/index.ts';
import { openLog } from './platform/log/index.ts';

export { startTestDatabase, type TestDatabase };
export const PASSWORD = 'quiet-river-42-stones';
export type Place = {
  tenantId: string;
  head: { id: string; path: string };
  east: { id: string; path: string };
  west: { id: string; path: string };
};

/** A tenant with a head office and two branches; in each branch one person of every role, named `<prefix>-<branch>-<role>`. */
export async function makeTenant(db: Database, prefix: string): Promise<Place> {
  return db.transaction(async (tx) => {
    const tenantId = await addTenant(tx, `${prefix} 机构`);
    const head = await addBranch(tx, { tenantId, name: '总部' });
    const east = await addBranch(tx, { tenantId, name: '东区', parent: head });
    const west = await addBranch(tx, { tenantId, name: '西区', parent: head });
    for (const [name, branch] of Object.entries({ head, east, west })) {
      for (const role of roles) {
        const username = `${prefix}-${name}-${role}`;
        await addPerson(tx, {
          tenantId,
          branchId: branch.id,
          username,
          name: username,
          role: role as Role,
          password: PASSWORD,
        });
      }
    }
    return { tenantId, head, east, west };
  });
}

export type Client = {
  get(url: string): ReturnType<Client['send']>;
  send(
    method: string,
    url: string,
    body?: unknown,
    headers?: Record<string, string>,
    // biome-ignore lint/suspicious/noExplicitAny: a test reads the answer by hand
  ): Promise<{ status: number; body: any; headers: Record<string, unknown>; raw: Buffer }>;
};

/** Logs in through the real route and keeps cookie and token. */
export async function clientOf({ app }: App, username: string): Promise<Client> {
  const login = await app.inject({ method: 'POST', url: '/v1/login', payload: { username, password: PASSWORD } });
  if (login.statusCode !== 200) throw new Error(`login of ${username}: ${login.statusCode} ${login.body}`);
  const cookies = Object.fromEntries(login.cookies.map(({ name, value }) => [name, value]));
  const send: Client['send'] = async (method, url, body, headers = {}) => {
    const all = { 'x-csrf-token': login.json().csrfToken, ...headers };
    const answer = await app.inject({
      method: method as 'GET',
      url,
      headers: all,
      cookies,
      ...(body === undefined ? {} : { payload: body as object }),
    });
    const isJson = /^application\/json/.test(String(answer.headers['content-type'] ?? ''));
    return {
      status: answer.statusCode,
      body: isJson ? answer.json() : answer.body,
      headers: answer.headers,
      raw: answer.rawPayload,
    };
  };
  return { send, get: (url) => send('GET', url) };
}

export const testApp = (base: TestDatabase): Promise<App> =>
  buildApp({
    db: base.db,
    databaseUrl: base.url,
    dataDir: base.dataDir,
    logger: openLog('error'),
    loginHours: 1,
    maxUploadMib: 64,
  });
