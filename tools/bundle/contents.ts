/** Which files of this checkout go into a bundle. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow, root } from '../tree.ts';

/** Our own files, the built web included. What git ignores (data, logs) stays. */
export function codeFiles(): string[] {
  const built = readdirSync(join(root, 'web')).flatMap((part) => below(join('web', part, 'dist')));
  try {
    const list = execFileSync('git', ['-C', root, 'ls-files', '-z', '-co', '--exclude-standard'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return [...list.split('\0').filter((file) => file !== '' && existsSync(join(root, file))), ...built];
  } catch {
    return [...filesBelow(), ...built];
  }
}

/** Installed packages without those that only build and test, and without programs of other systems. */
export function packageFiles(): string[] {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { dev?: boolean }>;
  };
  const omitted = new Set(
    Object.entries(lock.packages)
      .filter(([, { dev }]) => dev === true)
      .map(([path]) => path),
  );
  omitted.add('node_modules/recheck-jar');
  return below('node_modules', (path) => !omitted.has(path) && !isForeign(path));
}

const system = `${process.platform}/${process.arch}`;
/** onnxruntime-node carries its library for every system in bin/napi-vN/PLATFORM/ARCH. */
function isForeign(path: string): boolean {
  const [, platform, arch] = /onnxruntime-node\/bin\/napi-v\d+\/([^/]+)(?:\/([^/]+))?$/.exec(path) ?? [];
  return platform !== undefined && !`${system}/`.startsWith(`${platform}/${arch === undefined ? '' : `${arch}/`}`);
}

/** Files and links below a folder, as paths from the root; folders refused by `enter` are left out. */
function below(dir: string, enter: (path: string) => boolean = () => true): string[] {
  if (!existsSync(join(root, dir))) return [];
  return readdirSync(join(root, dir), { withFileTypes: true }).flatMap((entry) => {
    const path = `${dir}/${entry.name}`;
    if (!enter(path)) return [];
    return entry.isDirectory() ? below(path, enter) : [path];
  });
}
