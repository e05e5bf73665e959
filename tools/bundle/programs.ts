/** Programs with the libraries they load, in one folder that runs on another machine of the same kind, and inside the decoder's sandbox. */
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Where a program lies on PATH; null when it is not there. */
export function whichProgram(name: string): string | null {
  for (const folder of (process.env.PATH ?? '').split(':')) {
    if (folder !== '' && existsSync(join(folder, name))) return realpathSync(join(folder, name));
  }
  return null;
}

/** The libraries a program loads, by the name it asks for, and the loader; read from `ldd`. */
export function librariesOf(program: string): { name: string; path: string }[] {
  const lines = execFileSync('ldd', [program], { encoding: 'utf8' }).split('\n');
  return lines.flatMap((line) => {
    const [, name, path] = /^\s*(\S+) => (\/\S+)/.exec(line) ?? /^\s*((\/\S+\/ld-linux\S*))/.exec(line) ?? [];
    return name === undefined || path === undefined ? [] : [{ name: basename(name), path: realpathSync(path) }];
  });
}

/**
 * Puts a program into `dir` as NAME.bin with its libraries, and a NAME beside it that starts it with these. One folder
 * for all of it, because the sandbox shows the decoder only the folder it lies in.
 */
export function carryProgram(name: string, dir: string): void {
  const program = whichProgram(name);
  if (program === null) throw new Error(`${name} is not on this machine; ./mj doctor says how to bring it`);
  mkdirSync(dir, { recursive: true });
  const libraries = librariesOf(program);
  for (const { name: asked, path } of libraries) copyFileSync(path, join(dir, asked));
  const loader = libraries.find((one) => one.name.startsWith('ld-linux'));
  if (loader === undefined) throw new Error(`${name} (${program}) is not a dynamically linked program of this system`);
  chmodSync(join(dir, loader.name), 0o755);
  copyFileSync(program, join(dir, `${name}.bin`));
  chmodSync(join(dir, `${name}.bin`), 0o755);
  const start = `#!/bin/sh\nhere=\${0%/*}\nexec "$here/${loader.name}" --library-path "$here" "$here/${name}.bin" "$@"\n`;
  writeFileSync(join(dir, name), start, { mode: 0o755 });
}

/** Node itself: one file, which needs only what every Debian has. */
export function carryNode(dir: string): void {
  mkdirSync(dir, { recursive: true });
  copyFileSync(process.execPath, join(dir, 'node'));
  chmodSync(join(dir, 'node'), 0o755);
}
