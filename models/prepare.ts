import { appendFileSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readTarball } from './fetch/tar.ts';
import { readZip } from './fetch/zip.ts';
import type { Take } from './lock.ts';
import { recipes } from './recipes/index.ts';

/** What the child process does: unpack archives, then run a recipe. Both block for seconds, so never in a server. */
export type Preparation =
  | { step: 'unpack'; archives: { path: string; format: 'tar' | 'zip' }[]; take: Take[]; into: string }
  | { step: 'convert'; recipe: string; from: string; into: string };

/** Takes entries out of archives; entries with the same target are joined in the order of `take`. */
export const unpack = (job: Extract<Preparation, { step: 'unpack' }>): void => {
  rmSync(job.into, { recursive: true, force: true });
  const wanted = job.take.map((take) => take.from);
  const found = new Map<string, () => Buffer>();
  for (const archive of job.archives) {
    for (const [name, read] of entriesOf(archive, wanted)) found.set(name, read);
  }
  for (const { from, to } of job.take) {
    const read = found.get(from);
    if (read === undefined) throw new Error(`${from} is in none of ${job.archives.map((one) => one.path).join(', ')}`);
    const target = join(job.into, to);
    mkdirSync(dirname(target), { recursive: true });
    appendFileSync(target, read());
  }
};

const entriesOf = (archive: { path: string; format: 'tar' | 'zip' }, wanted: string[]): [string, () => Buffer][] => {
  if (archive.format === 'zip') return readZip(archive.path).map((entry) => [entry.name, entry.read]);
  return [...readTarball(archive.path, wanted)].map(([name, content]) => [name, () => content]);
};

export const prepare = (job: Preparation): void => {
  if (job.step === 'unpack') {
    unpack(job);
    return;
  }
  const recipe = recipes[job.recipe];
  if (recipe === undefined) throw new Error(`there is no recipe "${job.recipe}"`);
  mkdirSync(job.into, { recursive: true });
  recipe(job.from, job.into);
};

if (process.argv[1] === import.meta.filename) {
  try {
    prepare(JSON.parse(process.argv[2]!) as Preparation);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
