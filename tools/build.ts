/** Builds the web parts whose sources changed since their last build. The hash of the sources lies in each `dist`. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow, root } from './tree.ts';

/** What a built page is made of; a lock change may bring other versions of the packages in it. */
const SOURCES = ['web', 'engines'];

/** SHA-256 over the names and bytes of all sources, tests left out, and over the lock file. */
export function sourceHash(): string {
  const hash = createHash('sha256');
  const files = SOURCES.flatMap((dir) => filesBelow(dir)).filter((file) => !/\.test\.tsx?$/.test(file));
  for (const file of [...files, 'package-lock.json']) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0');
  }
  return hash.digest('hex');
}

/** The workspaces below web/ that have a build of their own. */
export function builtParts(): string[] {
  return filesBelow('web')
    .filter((file) => /^web\/[^/]+\/package\.json$/.test(file))
    .filter((file) => JSON.parse(readFileSync(join(root, file), 'utf8')).scripts?.build !== undefined)
    .map((file) => file.replace('/package.json', ''));
}

/** Builds what is not current; answers the parts that were built. Throws with the build's own words when one fails. */
export function buildWeb(): string[] {
  const hash = sourceHash();
  const stale = builtParts().filter((part) => stampOf(part) !== hash);
  for (const part of stale) {
    process.stderr.write(`mj: building ${part} …\n`);
    const built = spawnSync('npm', ['run', '--silent', 'build'], { cwd: join(root, part), encoding: 'utf8' });
    if (built.status !== 0 || !existsSync(join(root, part, 'dist'))) {
      throw new Error(`the build of ${part} failed: ${built.error?.message ?? ''}\n${built.stdout}${built.stderr}`);
    }
    writeFileSync(join(root, part, 'dist', '.source-hash'), hash);
  }
  return stale;
}

function stampOf(part: string): string {
  const file = join(root, part, 'dist', '.source-hash');
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

if (import.meta.main) {
  try {
    buildWeb();
  } catch (error) {
    process.stderr.write(`mj: ${(error as Error).message}\n`);
    process.exitCode = 1;
  }
}
