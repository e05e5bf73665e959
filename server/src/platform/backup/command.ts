/** `./mj backup DIR` and `./mj restore DIR [--data DIR]`. Exit 0 done, 1 refused, 64 wrong command line. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import software from '../../../package.json' with { type: 'json' };
import { backUp } from './backup.ts';
import { restore } from './restore.ts';
import { verifyTimelines } from './sessions.ts';

const [command, ...rest] = process.argv.slice(2);
const { values, positionals } = parseArgs({
  args: rest,
  allowPositionals: true,
  options: { data: { type: 'string' } },
});
const say = (words: string) => process.stderr.write(`mj: ${words}\n`);
const [dir, more] = positionals;

if (dir === undefined || more !== undefined || (command !== 'backup' && command !== 'restore')) {
  say('usage: ./mj backup DIR or ./mj restore DIR [--data DIR]');
  process.exitCode = 64;
} else {
  await run(command, resolve(dir));
}

async function run(name: 'backup' | 'restore', folder: string): Promise<void> {
  const dataDir = resolve(values.data ?? process.env.MJ_DATA ?? 'data');
  const options = { dataDir, databaseUrl: process.env.DATABASE_URL, onProgress: progress() };
  try {
    const manifest =
      name === 'backup'
        ? await backUp(folder, { ...options, software: software.version })
        : await restore(folder, { ...options, verifySessions: verifyTimelines });
    const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
    const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0);
    const content = `${rows} rows of ${manifest.tables.length} tables and ${manifest.files.length} files (${(bytes / 1e6).toFixed(1)} MB)`;
    if (name === 'backup') say(`${content} of ${dataDir} are in ${folder}, as of ${manifest.takenAt}`);
    else say(`${content} are back in ${dataDir}, verified; start it with: ./mj start --data ${dataDir}`);
  } catch (error) {
    say(`${name} refused: ${(error as Error).message}`);
    process.exitCode = 1;
  }
}

/** On a terminal one line that changes; nothing elsewhere. */
function progress(): (words: string) => void {
  if (!process.stderr.isTTY) return () => {};
  return (words) => process.stderr.write(`\r\x1b[K${words.slice(0, 100)}\r`);
}
