import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Model } from './lock.ts';

export type Place = { kind: 'installed' | 'folder' | 'module'; dir: string; words: string };
export type PlaceOptions = {
  /** The data folder; default `MJ_DATA`, else `data` in the repository. */
  dataDir?: string;
  /** A collection of weights somebody carried here; default `MJ_MODELS`. */
  modelsDir?: string;
  /** The repository's root; tests give their own. */
  root?: string;
};

const repositoryRoot = fileURLToPath(new URL('..', import.meta.url));

export const dataDirOf = (options: PlaceOptions = {}): string =>
  resolve(options.dataDir ?? process.env.MJ_DATA ?? join(options.root ?? repositoryRoot, 'data'));

/** Where fetched models, their locks and the stamps of verified files live. */
export const installedRoot = (options: PlaceOptions = {}): string => join(dataDirOf(options), 'models');

export const installedDir = (name: string, options: PlaceOptions = {}): string => join(installedRoot(options), name);

/** The folders to look in, best first: the operator's own collection, the developers' one, what was fetched, npm's modules. */
export const placesOf = (model: Model, options: PlaceOptions = {}): Place[] => {
  const root = options.root ?? repositoryRoot;
  const carried = options.modelsDir ?? process.env.MJ_MODELS;
  const collections = [
    ...(carried === undefined || carried === '' ? [] : [{ dir: resolve(carried), words: 'MJ_MODELS' }]),
    { dir: resolve(root, '../shared/models'), words: '../shared/models' },
  ];
  const folders = collections.flatMap(({ dir, words }) =>
    [...new Set([model.name, ...model.folders])].map(
      (folder): Place => ({ kind: 'folder', dir: join(dir, folder), words }),
    ),
  );
  const installed: Place = { kind: 'installed', dir: installedDir(model.name, options), words: 'data' };
  const module = model.module === undefined ? undefined : join(root, 'node_modules', model.module);
  return [
    ...folders,
    installed,
    ...(module === undefined ? [] : [{ kind: 'module', dir: module, words: 'npm package' } as const]),
  ];
};
