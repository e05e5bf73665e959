/** The whole server on one screen: what it stands on, and the modules that answer. */
import software from '../package.json' with { type: 'json' };
import { auditRoutes } from './modules/audit/index.ts';
import { identify, loginRoutes, peopleRoutes } from './modules/people/index.ts';
import { sessionRoutes } from './modules/sessions/index.ts';
import { type Database, sql } from './platform/db/index.ts';
import { type Http, healthRoutes, makeHttp, type RegisteredRoute, serveConsole } from './platform/http/index.ts';
import type { Logger } from './platform/log/index.ts';

export type AppOptions = {
  db: Database;
  logger: Logger;
  /** Folder of everything that is kept. */
  dataDir: string;
  loginHours: number;
  maxUploadMib: number;
  trustProxy?: boolean;
  /** PEM with key and certificates: HTTPS. */
  pem?: string;
};
export type App = {
  app: Http;
  routes: RegisteredRoute[];
  /** Starts what works in the background; called once the server listens. */
  begin(options: { demo: boolean }): void;
  close(): Promise<void>;
};
const consoleFolder = new URL('../../web/console/dist/', import.meta.url);

export async function buildApp(options: AppOptions): Promise<App> {
  const { db, logger, loginHours, trustProxy = false, pem } = options;
  const isSecure = pem !== undefined || trustProxy;
  const cookie = { name: isSecure ? '__Host-mj_session' : 'mj_session', isSecure };
  const { app, routes } = await makeHttp({
    ...{ logger, cookieName: cookie.name, version: software.version, trustProxy },
    identify: (token) => identify(db, token),
    ...(pem === undefined ? {} : { pem }),
  });
  loginRoutes(app, { db, loginHours, cookie });
  peopleRoutes(app, { db, loginHours, cookie });
  sessionRoutes(app, { db });
  auditRoutes(app, { db });
  healthRoutes(app, { isReady: () => db.one(sql`select 1`) });
  await serveConsole(app as never, consoleFolder);
  return { app, routes, begin: () => {}, close: async () => void (await app.close()) };
}
