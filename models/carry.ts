import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type EnsureOptions, installed, type ReadyModel, underLock } from './ensure.ts';
import { finish, type Installation } from './finish.ts';
import type { Model, ModelFile } from './lock.ts';

/**
 * Installs a model from files somebody carried here: its finished files, or the raw ones its recipe needs, in `dir` or
 * in a folder named after the model inside it. @throws Error naming the folder, and the file that is missing or wrong.
 */
export const addFrom = async (name: string, dir: string, options: EnsureOptions = {}): Promise<ReadyModel> =>
  underLock(name, options, async (installation) => {
    const { model } = installation;
    const candidates = [dir, ...[name, ...model.folders].map((folder) => join(dir, folder))].map((one) => resolve(one));
    const finished = candidates.find((one) => holds(one, model.files));
    const raw = model.raw === undefined ? undefined : candidates.find((one) => holds(one, model.raw!));
    if (finished !== undefined) await install({ ...installation, model: withoutRecipe(model) }, finished);
    else if (raw !== undefined) await finish(installation, raw);
    else throw new Error(`${dir} does not hold ${name}: wanted are ${wanted(model)}`);
    return installed(installation);
  });

const holds = (dir: string, files: readonly ModelFile[]): boolean =>
  files.every((file) => existsSync(join(dir, file.path)));

const wanted = (model: Model): string => {
  const names = (files: readonly ModelFile[]) => files.map((file) => file.path).join(', ');
  return model.raw === undefined
    ? names(model.files)
    : `${names(model.files)} (or ${names(model.raw)} to make them from)`;
};

const withoutRecipe = ({ recipe, raw, ...model }: Model): Model => model;

const install = async (installation: Installation, from: string): Promise<void> => {
  const copy = join(installation.work, 'carried');
  rmSync(copy, { recursive: true, force: true });
  for (const file of installation.model.files) {
    mkdirSync(dirname(join(copy, file.path)), { recursive: true });
    copyFileSync(join(from, file.path), join(copy, file.path));
  }
  await finish(installation, copy);
};
