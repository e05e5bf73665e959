/** The whole server on one screen: what it stands on, and the modules that answer. */
import { join } from 'node:path';
import software from '../package.json' with { type: 'json' };
import { auditRoutes } from './modules/audit/index.ts';
import { bringModels, capabilityRoutes } from './modules/capabilities/index.ts';
import { type CallbackRules, factsRoutes, factsWork, isFactsJob, sweepFacts } from './modules/facts/index.ts';
import { headRoutes } from './modules/heads/index.ts';
import { adoptOrphans, inspectionRoutes, inspectionWork } from './modules/inspections/index.ts';
import { jobRoutes } from './modules/jobs/index.ts';
import { identify, loginRoutes, peopleRoutes } from './modules/people/index.ts';
import { openRecordings, recordingRoutes } from './modules/recordings/index.ts';
import { reviewRoutes } from './modules/reviews/index.ts';
import { rulebookRoutes } from './modules/rulebooks/index.ts';
import { sessionRoutes } from './modules/sessions/index.ts';
import { uploadRoutes } from './modules/uploads/index.ts';
import { type Database, sql } from './platform/db/index.ts';
import { openEvents } from './platform/events/index.ts';
import { eventRoutes } from './platform/events/routes.ts';
import { type Files, openFiles } from './platform/files/index.ts';
import { type Http, healthRoutes, makeHttp, type RegisteredRoute, serveConsole } from './platform/http/index.ts';
import { type Jobs, openJobs } from './platform/jobs/index.ts';
import type { Logger } from './platform/log/index.ts';

export type AppOptions = {
  db: Database;
  /** Address of the same database, for connections that listen. */
  databaseUrl: string;
  /** The database is our own: no other server works on it. */
  isAlone?: boolean;
  logger: Logger;
  /** Folder of everything that is kept. */
  dataDir: string;
  loginHours: number;
  maxUploadMib: number;
  /** Where signed callbacks may go; default: nowhere. */
  callbacks?: CallbackRules;
  trustProxy?: boolean;
  /** PEM with key and certificates: HTTPS. */
  pem?: string;
};
export type App = {
  app: Http;
  routes: RegisteredRoute[];
  db: Database;
  files: Files;
  jobs: Jobs;
  /** Aborted when the server stops: for work in the background. */
  ending: AbortController;
  /** Starts the work on jobs. */
  beginWork(): Promise<void>;
  /** Brings missing models in the background. */
  beginModels(say: (sentence: string) => void): Promise<void>;
  close(): Promise<void>;
};
const consoleFolder = new URL('../../web/console/dist/', import.meta.url);

export async function buildApp(options: AppOptions): Promise<App> {
  const { db, databaseUrl, logger, dataDir, loginHours, maxUploadMib, trustProxy = false, pem } = options;
  const tmpDir = join(dataDir, 'tmp');
  const files = openFiles({ dir: join(dataDir, 'objects'), keysDir: join(dataDir, 'keys') });
  const onError = (error: Error) => logger.warn({ err: error }, 'a connection to the database failed');
  const jobs = await openJobs(databaseUrl, { onError, isAlone: options.isAlone ?? false });
  const events = await openEvents(databaseUrl, onError);
  const recordings = await openRecordings({ db, files, tmpDir });
  const callbacks = options.callbacks ?? { allowed: [], mayBePrivate: false };
  const facts = { db, jobs, tmpDir, keysDir: join(dataDir, 'keys'), maxUploadMib, callbacks };
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
  uploadRoutes(app, { db, files, jobs, tmpDir, maxUploadMib });
  inspectionRoutes(app, { db, files, jobs });
  recordingRoutes(app, { db, files, recordings });
  reviewRoutes(app, { db, files });
  headRoutes(app, { db, files, tmpDir });
  rulebookRoutes(app);
  auditRoutes(app, { db });
  factsRoutes(app, facts);
  jobRoutes(app, { db, jobs });
  capabilityRoutes(app, { dataDir });
  eventRoutes(app, { events });
  healthRoutes(app, { isReady: () => db.one(sql`select 1`) });
  await serveConsole(app as never, consoleFolder);

  const ending = new AbortController();
  return {
    ...{ app, routes, db, files, jobs, ending },
    async beginWork() {
      await adoptOrphans(db, jobs);
      await sweepFacts(facts);
      const inspect = inspectionWork({ db, files, logger, recordings, tmpDir });
      const measure = factsWork(facts);
      await jobs.begin((data, signal) => (isFactsJob(data) ? measure : inspect)(data, signal));
    },
    beginModels: (say) => bringModels({ db, dataDir, logger, say, signal: ending.signal }),
    async close() {
      ending.abort(new Error('the server stops'));
      await app.close();
      await jobs.stop();
      await recordings.close();
      await events.close();
    },
  };
}
