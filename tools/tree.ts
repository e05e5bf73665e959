/** The files of this repository as the tools see them. */
import { readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** The repository's root. */
export const root = join(import.meta.dirname, '..');

const SKIPPED = new Set(['node_modules', 'dist', '.git', '.runtime', 'data']);

/** Files below `dir` (a path from the root), as paths from the root with `/`, sorted; what is installed or built is left out. */
export function filesBelow(dir = '.'): string[] {
  const found: string[] = [];
  const walk = (path: string) => {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      const full = join(path, entry.name);
      if (entry.isDirectory() && !isSkipped(entry.name, path)) walk(full);
      if (entry.isFile()) found.push(relative(root, full).split(sep).join('/'));
    }
  };
  walk(join(root, dir));
  return found.sort();
}

// `data` is the instance's folder at the root only.
function isSkipped(name: string, parent: string): boolean {
  return SKIPPED.has(name) && (name !== 'data' || relative(root, parent) === '');
}
