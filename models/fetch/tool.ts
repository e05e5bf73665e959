import { spawn } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const watchMs = 400;
const keptErrorCharacters = 600;

export type ToolOptions = {
  env?: Record<string, string>;
  signal?: AbortSignal;
  /** Folder in which the tool's download grows; its size is the progress. */
  watch?: { dir: string; onBytes(bytes: number): void };
};

const folderBytes = (dir: string): number => {
  try {
    return readdirSync(dir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .reduce(
        (sum, entry) => sum + (statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0),
        0,
      );
  } catch {
    return 0;
  }
};

/**
 * Runs a package tool to its end. @returns its standard output.
 * @throws Error with the last words of its standard error, or that the tool is not installed.
 */
export const runTool = (command: string, argv: readonly string[], options: ToolOptions = {}): Promise<string> =>
  new Promise((resolve, reject) => {
    options.signal?.throwIfAborted();
    const child = spawn(command, argv, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...options.env },
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    const { watch } = options;
    const timer = watch === undefined ? undefined : setInterval(() => watch.onBytes(folderBytes(watch.dir)), watchMs);
    let out = '';
    let errors = '';
    child.stdout.on('data', (data) => {
      out += data;
    });
    child.stderr.on('data', (data) => {
      errors = (errors + data).slice(-keptErrorCharacters);
    });
    child.on('error', (error) => {
      clearInterval(timer);
      reject((error as NodeJS.ErrnoException).code === 'ENOENT' ? new Error(`${command} is not installed`) : error);
    });
    child.on('close', (code) => {
      clearInterval(timer);
      if (code === 0) resolve(out);
      else reject(new Error(`${command} ended with ${code}: ${errors.trim().split('\n').slice(-3).join(' ')}`));
    });
  });
