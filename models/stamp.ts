import { mkdirSync, readFileSync, renameSync, type Stats, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256File, sha256FileSync } from './digest.ts';
import type { ModelFile } from './lock.ts';
import { installedRoot, type PlaceOptions } from './places.ts';

/** A file is hashed once; afterwards size, time and inode stand for its digest. `check` hashes again. */
type Stamp = { size: number; mtimeMs: number; ino: number; sha256: string };
type Stamps = Record<string, Stamp>;

const remembered = new Map<string, Stamp>();
const stampFile = (options: PlaceOptions) => join(installedRoot(options), 'verified.json');

const readStamps = (options: PlaceOptions): Stamps => {
  try {
    return JSON.parse(readFileSync(stampFile(options), 'utf8')) as Stamps;
  } catch {
    return {};
  }
};

const fits = (stamp: Stamp | undefined, stats: Stats): stamp is Stamp =>
  stamp !== undefined && stamp.size === stats.size && stamp.mtimeMs === stats.mtimeMs && stamp.ino === stats.ino;

/** Two processes may write at once: one stamp is lost and that file is hashed once more, nothing worse. */
const keep = (path: string, stamp: Stamp, options: PlaceOptions): void => {
  remembered.set(path, stamp);
  const target = stampFile(options);
  const draft = `${target}.${process.pid}`;
  try {
    mkdirSync(installedRoot(options), { recursive: true });
    writeFileSync(draft, JSON.stringify({ ...readStamps(options), [path]: stamp }));
    renameSync(draft, target);
  } catch {
    // A data folder that cannot be written (another user's, read-only): this process still remembers.
  }
};

const stampOf = (stats: Stats, sha256: string): Stamp => ({
  size: stats.size,
  mtimeMs: stats.mtimeMs,
  ino: stats.ino,
  sha256,
});

export type FileState = { state: 'good' } | { state: 'absent' } | { state: 'wrong'; found: string };

const statOf = (path: string): Stats | undefined => statSync(path, { throwIfNoEntry: false });

const judge = (file: ModelFile, sha256: string): FileState =>
  sha256 === file.sha256 ? { state: 'good' } : { state: 'wrong', found: `sha256 ${sha256}, wanted ${file.sha256}` };

const early = (file: ModelFile, stats: Stats | undefined): FileState | undefined => {
  if (stats === undefined || !stats.isFile()) return { state: 'absent' };
  if (stats.size === file.bytes) return undefined;
  return { state: 'wrong', found: `${stats.size} bytes, wanted ${file.bytes}` };
};

/** Whether `path` is the file of the lock. Hashes it when it has not been seen in this shape before. */
export const verifySync = (path: string, file: ModelFile, options: PlaceOptions): FileState => {
  const stats = statOf(path);
  const known = early(file, stats);
  if (known !== undefined) return known;
  const stamp = [remembered.get(path), readStamps(options)[path]].find((candidate) => fits(candidate, stats!));
  if (stamp !== undefined) return judge(file, stamp.sha256);
  const sha256 = sha256FileSync(path);
  keep(path, stampOf(stats!, sha256), options);
  return judge(file, sha256);
};

/** Whether `path` is the file of the lock; always hashes, never blocks, leaves no stamp. */
export const verifyFile = async (path: string, file: ModelFile): Promise<FileState> =>
  early(file, statOf(path)) ?? judge(file, await sha256File(path));

/** The same for a file that stays where it is: its stamp is renewed. */
export const verifyAgain = async (path: string, file: ModelFile, options: PlaceOptions): Promise<FileState> => {
  const stats = statOf(path);
  const known = early(file, stats);
  if (known !== undefined) return known;
  const sha256 = await sha256File(path);
  keep(path, stampOf(stats!, sha256), options);
  return judge(file, sha256);
};
