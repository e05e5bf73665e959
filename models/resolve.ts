import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { versionOf } from './digest.ts';
import { arrivalOf } from './installlock.ts';
import { type Model, modelNamed, models } from './lock.ts';
import { installedDir, installedRoot, type Place, type PlaceOptions, placesOf } from './places.ts';
import { verifySync } from './stamp.ts';

export type ResolveOptions = PlaceOptions & { models?: readonly Model[] };
export type ResolvedModel =
  | {
      available: true;
      name: string;
      /** The folder that holds the files, absolute. */
      dir: string;
      /** Where it was found: `MJ_MODELS`, `../shared/models`, `data` or `npm package`. */
      source: string;
      /** Absolute path of one of the model's files. */
      file(path: string): string;
      /** `sha256:…`, as facts carry it. */
      version: string;
      licence: string;
    }
  | { available: false; name: string; reason: string; fix: string };

/**
 * Where a model is, verified, or in words why it is not here and what to do. Never downloads. A file seen for the first
 * time is hashed (about 1 s per GB); afterwards an answer costs a few `stat` calls.
 * @throws Error when no such model is in the lock.
 */
export const resolveModel = (name: string, options: ResolveOptions = {}): ResolvedModel => {
  const model = modelNamed(name, options.models ?? models);
  const refused: string[] = [];
  for (const place of placesOf(model, options)) {
    const found = filesAt(place, model, options);
    if (found === 'complete') return available(model, place);
    if (found !== 'absent') refused.push(found);
  }
  return { available: false, name, ...whyNot(model, { refused, options }) };
};

const available = (model: Model, place: Place): ResolvedModel => ({
  available: true,
  name: model.name,
  dir: place.dir,
  source: place.words,
  file: (path) => {
    if (model.files.some((file) => file.path === path)) return join(place.dir, path);
    throw new Error(`model ${model.name} has no file "${path}"`);
  },
  version: versionOf(model.files),
  licence: model.licence,
});

/** `complete`, `absent`, or the sentence that names the wrong file. */
const filesAt = (place: Place, model: Model, options: PlaceOptions): string => {
  if (!model.files.every((file) => existsSync(join(place.dir, file.path)))) return 'absent';
  for (const file of model.files) {
    const path = join(place.dir, file.path);
    const state = verifySync(path, file, options);
    if (state.state === 'wrong') return `${path} has the wrong checksum (${state.found}) and is not used`;
    if (state.state === 'absent') return 'absent';
  }
  return 'complete';
};

const whyNot = (model: Model, { refused, options }: { refused: string[]; options: PlaceOptions }) => {
  const add = `run ./mj models add ${model.name}`;
  const carried = `put its files under MJ_MODELS/${model.name}, or run ./mj models add ${model.name} --from DIR`;
  if (refused.length > 0) return { reason: refused.join('; '), fix: model.sources.length > 0 ? add : carried };
  if (arrivalOf(installedDir(model.name, options)) !== undefined) {
    return { reason: 'arriving', fix: 'wait: the download is running' };
  }
  if (model.sources.length === 0) return { reason: 'not here, and in no package', fix: carried };
  const failure = lastFailure(model.name, options);
  if (failure !== undefined) return { reason: `the last download failed: ${failure}`, fix: add };
  return { reason: 'not downloaded yet', fix: add };
};

/** What the last attempt to bring the model ended with; gone once it is here. */
export const lastFailure = (name: string, options: PlaceOptions): string | undefined => {
  const path = failureFile(name, options);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
};

export const failureFile = (name: string, options: PlaceOptions): string =>
  join(installedRoot(options), `${name}.failed`);
