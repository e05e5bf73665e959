import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { deliveredBy, prepareApart } from './bring.ts';
import type { EnsureOptions } from './ensure.ts';
import type { Phase } from './installlock.ts';
import type { Model, ModelFile } from './lock.ts';
import { installedDir } from './places.ts';
import { failureFile } from './resolve.ts';
import { verifyAgain, verifyFile } from './stamp.ts';

/** The state of one installation, passed along. */
export type Installation = {
  model: Model;
  options: EnsureOptions;
  /** Holds archives between attempts; removed when the model is complete. */
  work: string;
  report(phase: Phase, bytes: { receivedBytes: number; totalBytes: number }): void;
};

/**
 * From delivered files to the installed model: verify, convert when there is a recipe, verify, move in one step.
 * @throws Error naming a file whose checksum is wrong; what was delivered wrong is deleted when it is ours.
 */
export const finish = async (installation: Installation, delivered: string): Promise<void> => {
  const { model, options, work, report } = installation;
  const totalBytes = model.files.reduce((sum, file) => sum + file.bytes, 0);
  report('verifying', { receivedBytes: 0, totalBytes });
  await verifyAll(deliveredBy(model), { dir: delivered, installation });
  if (model.recipe === undefined) return moveIn(delivered, installation);
  const made = join(work, 'made');
  rmSync(made, { recursive: true, force: true });
  report('converting', { receivedBytes: 0, totalBytes });
  await prepareApart({ step: 'convert', recipe: model.recipe, from: delivered, into: made }, options.signal);
  await verifyAll(model.files, { dir: made, installation });
  await moveIn(made, installation);
};

const verifyAll = async (
  files: readonly ModelFile[],
  { dir, installation }: { dir: string; installation: Installation },
): Promise<void> => {
  for (const file of files) {
    const state = await verifyFile(join(dir, file.path), file);
    if (state.state === 'good') continue;
    if (dir.startsWith(installation.work)) rmSync(dir, { recursive: true, force: true });
    const problem = state.state === 'absent' ? 'is missing' : `has the wrong checksum (${state.found})`;
    throw new Error(`${file.path} ${problem}`);
  }
};

/** Readers see the old folder or the complete new one; the stamps are made here, so that no reader has to hash. */
const moveIn = async (from: string, { model, options, work }: Installation): Promise<void> => {
  const target = installedDir(model.name, options);
  const old = join(work, 'old');
  rmSync(old, { recursive: true, force: true });
  if (existsSync(target)) renameSync(target, old);
  renameSync(from, target);
  rmSync(work, { recursive: true, force: true });
  rmSync(failureFile(model.name, options), { force: true });
  for (const file of model.files) await verifyAgain(join(target, file.path), file, options);
};
