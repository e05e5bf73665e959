/** `./mj dev`: the server restarts when its files change, the console reloads in the browser (vite's own server). Ctrl-C ends both. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buildWeb } from './build.ts';
import { root } from './tree.ts';

buildWeb();
const serverArguments = [
  '--watch',
  '--watch-preserve-output',
  join(root, 'server/src/main.ts'),
  ...process.argv.slice(2),
];
const children: ChildProcess[] = [spawn(process.execPath, serverArguments, { stdio: 'inherit' })];
const vite = join(root, 'node_modules/.bin/vite');
if (existsSync(vite)) {
  children.push(spawn(vite, ['--clearScreen', 'false'], { cwd: join(root, 'web/console'), stdio: 'inherit' }));
}

let isEnding = false;
for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => end(0));
for (const child of children) child.once('exit', (code) => end(code ?? 1));

/** Ends all that was started; one that ends by itself ends the others too. */
function end(code: number): void {
  if (isEnding) return;
  isEnding = true;
  process.exitCode = code;
  for (const child of children) if (child.exitCode === null) child.kill('SIGTERM');
}
