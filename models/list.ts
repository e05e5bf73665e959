import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { arrivalOf } from './installlock.ts';
import { type Model, models, totalBytes } from './lock.ts';
import { installedDir, type PlaceOptions, placesOf } from './places.ts';
import { type ResolveOptions, resolveModel } from './resolve.ts';
import { verifyAgain } from './stamp.ts';

/** ready: usable now · arriving: a process is bringing it · missing: can be fetched · unavailable: must be carried here. */
export type ModelState = 'ready' | 'arriving' | 'missing' | 'unavailable';
export type ListedModel = {
  name: string;
  capability: string;
  required: boolean;
  state: ModelState;
  /** Size of the files once they are here. */
  bytes: number;
  licence: string;
  attribution: string;
  /** Where it was found, or where it would come from. */
  source: string;
  version?: string;
  /** While arriving. */
  receivedBytes?: number;
  totalBytes?: number;
  phase?: string;
  reason?: string;
  fix?: string;
};

/** Every model of the lock and what it is like here. Reads no network. */
export const listModels = (options: ResolveOptions = {}): ListedModel[] =>
  (options.models ?? models).map((model) => listed(model, options));

const listed = (model: Model, options: ResolveOptions): ListedModel => {
  const { name, capability, required, licence, attribution } = model;
  const known = { name, capability, required, bytes: totalBytes(model.files), licence, attribution };
  const found = resolveModel(name, options);
  if (found.available) return { ...known, state: 'ready', source: found.source, version: found.version };
  const { reason, fix } = found;
  const arrival = arrivalOf(installedDir(name, options));
  if (arrival !== undefined)
    return { ...known, state: 'arriving', source: sourceWords(model), ...arrival, reason, fix };
  const state = model.sources.length > 0 ? 'missing' : 'unavailable';
  return { ...known, state, source: sourceWords(model), reason, fix };
};

const sourceWords = (model: Model): string => {
  const source = model.sources[0];
  if (source === undefined) return 'a folder that is carried here';
  if (source.kind === 'npm') return `npm ${source.package}@${source.version}`;
  if (source.kind === 'wheels')
    return `Python index ${source.wheels.map((w) => `${w.package} ${w.version}`).join(' + ')}`;
  return new URL(source.take[0]!.from).host;
};

export type CheckedModel = { name: string; dir: string; ok: boolean; problems: string[] };

/** Hashes every file of every model that is here, whatever its stamp says. */
export const checkModels = async (options: ResolveOptions = {}): Promise<CheckedModel[]> => {
  const checked: CheckedModel[] = [];
  for (const model of options.models ?? models) {
    for (const { dir } of placesOf(model, options)) {
      if (!model.files.some((file) => existsSync(join(dir, file.path)))) continue;
      const problems = await problemsIn(dir, model, options);
      checked.push({ name: model.name, dir, ok: problems.length === 0, problems });
    }
  }
  return checked;
};

const problemsIn = async (dir: string, model: Model, options: PlaceOptions): Promise<string[]> => {
  const problems: string[] = [];
  for (const file of model.files) {
    const state = await verifyAgain(join(dir, file.path), file, options);
    if (state.state === 'absent') problems.push(`${file.path} is missing`);
    if (state.state === 'wrong') problems.push(`${file.path} has the wrong checksum (${state.found})`);
  }
  return problems;
};
