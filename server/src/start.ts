/** From settings to a listening server, and back to nothing running. */
import { mkdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type App, buildApp } from './app.ts';
import { addTextSamples, makeSpokenSessions } from './demo-sessions.ts';
import { addDemo } from './first-start.ts';
import type { Config } from './platform/config/index.ts';
import { openDatabase } from './platform/db/index.ts';
import { type Logger, openLog } from './platform/log/index.ts';
import { migrate, readMigrations } from './platform/migrate/index.ts';
import { startPostgres } from './platform/postgres/index.ts';

export type Running = { address: string; dataDir: string; stop(): Promise<void> };
const migrationsFolder = new URL('../migrations/', import.meta.url);

/** `say` gets one sentence at a time for the person at the terminal. What was started is stopped again on failure. */
export async function startServer(config: Config, say: (sentence: string) => void): Promise<Running> {
  const dataDir = resolve(config.data);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  // Engines and models of this process and its children look here.
  process.env.MJ_DATA = dataDir;
  const ends: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  try {
    const logger = openLog(config.logLevel);
    const url = config.databaseUrl ?? (await ownPostgres(dataDir, { ends, say }));
    const db = openDatabase(url, (error) => logger.warn({ err: error }, 'a database connection was cut'));
    ends.push(() => db.close());
    const applied = await migrate(db, readMigrations(migrationsFolder));
    if (applied.length > 0) say(`database brought forward: ${applied.join(', ')}`);
    if (config.demo) await addDemo(db, dataDir);
    const pem = config.cert === undefined ? {} : { pem: readFileSync(config.cert, 'utf8') };
    const { loginHours, trustProxy, maxUploadMib } = config;
    const built = await buildApp({
      db,
      databaseUrl: url,
      isAlone: config.databaseUrl === undefined,
      logger,
      dataDir,
      loginHours,
      trustProxy,
      maxUploadMib,
      callbacks: { allowed: config.callbackOrigins, mayBePrivate: config.callbackPrivate },
      ...pem,
    });
    ends.push(() => built.close());
    const address = await built.app.listen({ port: config.port, host: config.lan ? '0.0.0.0' : '127.0.0.1' });
    await built.beginWork();
    background(built, { logger, say, dataDir, isDemo: config.demo });
    ends.push(async () => built.ending.abort(new Error('the server stops')));
    return { address, dataDir, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Own = { ends: (() => Promise<unknown>)[]; say: (sentence: string) => void };

async function ownPostgres(dataDir: string, { ends, say }: Own): Promise<string> {
  const postgres = await startPostgres({ dataDir: `${dataDir}/pg`, log: say });
  ends.push(() => postgres.stop());
  return postgres.url;
}

type Background = { logger: Logger; say: (sentence: string) => void; dataDir: string; isDemo: boolean };

/** What may take long goes on behind; a failure there is logged and ends nothing. */
function background(built: App, { logger, say, dataDir, isDemo }: Background): void {
  const failed = (error: Error) => {
    if (!built.ending.signal.aborted) logger.error({ err: error }, 'work in the background failed');
  };
  const samples = isDemo ? addTextSamples(built) : Promise.resolve();
  samples.catch(failed);
  built
    .beginModels(say)
    .then(() => (isDemo ? makeSpokenSessions(built, { dataDir, say, signal: built.ending.signal }) : undefined))
    .catch(failed);
}
