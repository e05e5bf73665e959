/**
 * `./mj bundle OUT`: one archive (code, packages, Node, PostgreSQL, ffmpeg, the models that are here) that starts with the
 * network off on a machine of the same kind: unpack it and run `./mj start`.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import software from '../package.json' with { type: 'json' };
import { codeFiles, packageFiles } from './bundle/contents.ts';
import { carryModels } from './bundle/models.ts';
import { carryNode, carryProgram, whichProgram } from './bundle/programs.ts';
import { root } from './tree.ts';

const out = process.argv.slice(2).find((argument) => !argument.startsWith('-'));
const say = (words: string) => process.stderr.write(`mj: ${words}\n`);
if (out === undefined || !/\.(tar\.gz|tgz|tar\.zst)$/.test(out)) {
  say('usage: ./mj bundle OUT.tar.gz (or .tar.zst) [--no-models]');
  process.exit(64);
}

const stage = mkdtempSync(join(tmpdir(), 'mj-bundle-'));
try {
  bundle(resolve(out));
} catch (error) {
  say((error as Error).message);
  process.exitCode = 1;
} finally {
  rmSync(stage, { recursive: true, force: true });
}

function bundle(file: string): void {
  const bin = join(stage, '.runtime', 'bin');
  say('carrying Node and ffmpeg …');
  carryNode(bin);
  for (const name of ['ffmpeg', 'ffprobe']) carryProgram(name, bin);
  if (whichProgram('bwrap') !== null) carryProgram('bwrap', bin);
  else say('bubblewrap is not here: in the bundle the decoder is held by limits only');
  if (!process.argv.includes('--no-models')) {
    const names = carryModels(join(stage, '.runtime', 'models'));
    say(`carrying models: ${names.join(', ') || 'none is here (./mj models add)'}`);
  }
  const list = join(stage, 'files');
  writeFileSync(list, [...codeFiles(), ...packageFiles()].join('\0'));
  say(`writing ${file} …`);
  pack(file, list);
  say(`${file} ${(statSync(file).size / 1e6).toFixed(0)} MB: unpack it and run ./mj start`);
}

/** Written under another name first: a broken-off bundle must not look like one. */
function pack(file: string, list: string): void {
  const partial = `${file}.partial`;
  const [compressor, level] = file.endsWith('.zst')
    ? ['zstd', '-T0 -3']
    : [whichProgram('pigz') === null ? 'gzip' : 'pigz', '-6'];
  const sources = ['-C', root, '--null', '-T', list, '-C', stage, './.runtime'];
  const names = [
    '--transform',
    `s,^\\(\\./\\)\\?,mingjian-${software.version}/,S`,
    '--owner=0',
    '--group=0',
    '--numeric-owner',
  ];
  // The flag S leaves the targets of symbolic links alone: the workspaces' links in node_modules are relative.
  const done = spawnSync('tar', ['-c', '-f', partial, '-I', `${compressor} ${level}`, ...names, ...sources], {
    encoding: 'utf8',
  });
  if (done.status !== 0 || !existsSync(partial)) {
    rmSync(partial, { force: true });
    throw new Error(
      `the archive could not be written in ${dirname(file)}: ${done.error?.message ?? done.stderr.trim()}`,
    );
  }
  renameSync(partial, file);
}
