/** `./mj check`: types, lint and structure side by side. Prints the words of what failed; exit 0 or 1. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { filesBelow, root } from './tree.ts';

const bin = (name: string) => join(root, 'node_modules', '.bin', name);
const structure = filesBelow('tools/structure').filter((file) => file.endsWith('.test.ts'));
const checks: [string, string, string[]][] = [
  ['types', bin('tsc'), ['--noEmit']],
  ['lint', bin('biome'), ['check', '--error-on-warnings', '.']],
  ['structure', process.execPath, ['--test', '--test-reporter=spec', ...structure]],
];

const results = await Promise.all(checks.map(runCheck));
process.exitCode = results.every((good) => good) ? 0 : 1;

async function runCheck([name, command, args]: (typeof checks)[number]): Promise<boolean> {
  const began = performance.now();
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const output: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => output.push(chunk));
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(1));
    child.once('close', resolve);
  });
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`${code === 0 ? '✓' : '✗'} ${name} ${seconds} s`);
  if (code !== 0) console.log(Buffer.concat(output).toString('utf8').trimEnd());
  return code === 0;
}
