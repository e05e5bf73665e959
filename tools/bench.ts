/**
 * `./mj bench [accuracy|speed] [NAME]… [--json OUT]`: runs `bench/NAME.ts` (or `bench/accuracy-NAME.ts`) one after the other, with the machine's description. A bench
 * prints its table; figures for programs it writes as JSON to the file named by MJ_BENCH_RESULT.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { arch, cpus, release, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { filesBelow, root } from './tree.ts';

const known = filesBelow('bench').flatMap((file) => /^bench\/([a-z0-9-]+)\.ts$/.exec(file)?.[1] ?? []);
const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'string' } } });

/** `accuracy` stands for all of `accuracy-…`, `accuracy rules` for `accuracy-rules`, `speed` for everything else. */
const namesOf = ([first, ...rest]: string[]): string[] => {
  if (first === 'accuracy' && rest.length > 0) return rest.map((name) => `accuracy-${name}`);
  if (first === 'accuracy') return known.filter((name) => name.startsWith('accuracy-'));
  if (first === 'speed') return rest.length > 0 ? rest : known.filter((name) => !name.startsWith('accuracy-'));
  return first === undefined ? known : [first, ...rest];
};
const names = namesOf(positionals);
const unknown = names.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`mj: there is no bench ${unknown.join(', ')}; there are: ${known.join(', ')}`);
  process.exit(64);
}

const machine = {
  cpu: cpus()[0]?.model.trim() ?? 'unknown',
  cores: cpus().length,
  memoryBytes: totalmem(),
  system: `${process.platform} ${release()} ${arch()}`,
  node: process.versions.node,
};
const words = `${machine.cpu}, ${machine.cores} cores, ${(machine.memoryBytes / 2 ** 30).toFixed(1)} GiB, ${machine.system}, Node ${machine.node}`;
// With `--json -` the tables go to standard error, so that standard output holds the JSON alone.
const table = values.json === '-' ? process.stderr : process.stdout;
table.write(`${words}\n`);

const benches = [];
for (const name of names) {
  table.write(`\n${name}\n`);
  benches.push(await runBench(name));
}
const document = { format: 'mingjian.bench/1', at: new Date().toISOString(), machine, benches };
if (values.json === '-') console.log(JSON.stringify(document));
else if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(document, null, 1)}\n`);
process.exitCode = benches.every(({ exit }) => exit === 0) ? 0 : 1;

type Bench = { name: string; exit: number; seconds: number; output: string; result: unknown };

async function runBench(name: string): Promise<Bench> {
  const dir = mkdtempSync(join(tmpdir(), 'mj-bench-result-'));
  const result = join(dir, 'result.json');
  const began = performance.now();
  const child = spawn(process.execPath, [join(root, 'bench', `${name}.ts`)], {
    cwd: root,
    env: { ...process.env, MJ_BENCH_RESULT: result },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    table.write(text);
  });
  const exit = await new Promise<number>((resolve) => child.once('close', (code) => resolve(code ?? 1)));
  const found = existsSync(result) ? JSON.parse(readFileSync(result, 'utf8')) : null;
  rmSync(dir, { recursive: true });
  return { name, exit, seconds: (performance.now() - began) / 1000, output, result: found };
}
