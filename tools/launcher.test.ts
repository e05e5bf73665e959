/** The launcher alone, in a copy of the tree with stand-ins for node, npm and apt-get that write down how they were called. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { arch, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { root } from './tree.ts';

const base = mkdtempSync(join(tmpdir(), 'mj-launcher-'));
after(() => rmSync(base, { recursive: true, force: true }));

type Machine = { node?: string; npm?: boolean; programs?: string[]; uid?: number };

/** A checkout and a PATH of their own. `node` is the version the system's node says it has. */
function machine(
  name: string,
  { node = '20.20.2', npm = true, programs = ['ffmpeg', 'bwrap'], uid = 1000 }: Machine = {},
) {
  const home = join(base, name);
  const bin = join(home, 'path');
  mkdirSync(bin, { recursive: true });
  for (const file of ['mj', 'package.json', 'package-lock.json', 'tools/closest.awk', 'tools/node']) {
    cpSync(join(root, file), join(home, file), { recursive: true });
  }
  const log = join(home, 'calls');
  const put = (file: string, text: string) => writeFileSync(file, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  const nodeText = (version: string) =>
    `if [ "$1" = -p ]; then echo ${version.split('.')[0]}; else echo "node $*" | sed "s#${home}/##g" >>${log}; fi`;
  for (const tool of [
    'sh',
    'awk',
    'sed',
    'grep',
    'cat',
    'cksum',
    'cp',
    'mkdir',
    'dirname',
    'readlink',
    'uname',
    'flock',
    'rm',
    'tail',
  ]) {
    const real = ['/usr/bin', '/bin'].map((dir) => join(dir, tool)).find(existsSync);
    if (real !== undefined) symlinkSync(real, join(bin, tool));
  }
  put(join(bin, 'id'), `echo ${uid}`);
  put(join(bin, 'node'), nodeText(node));
  for (const program of programs) put(join(bin, program), '');
  put(join(bin, 'apt-get'), `echo "apt-get $*" >>${log}`);
  const brought = `.runtime/node_modules/node-linux-${arch()}/bin`;
  // npm in .runtime brings Node, in the checkout it brings node_modules.
  const bringNode = `mkdir -p ${home}/${brought}; cp ${bin}/node24 ${home}/${brought}/node`;
  put(join(bin, 'node24'), nodeText('24.21.0'));
  if (npm)
    put(
      join(bin, 'npm'),
      `echo "npm $* in \${PWD#${home}}" >>${log}\ncase $PWD in */.runtime) ${bringNode} ;; *) mkdir -p node_modules ;; esac`,
    );
  const run = (args: string[], env: Record<string, string> = {}) => {
    rmSync(log, { force: true });
    const done = spawnSync(join(home, 'mj'), args, { encoding: 'utf8', env: { PATH: bin, HOME: home, ...env } });
    const calls = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : [];
    return { status: done.status, stdout: done.stdout, stderr: done.stderr, calls };
  };
  return { home, run };
}

test('the first start brings Node and packages and becomes the server; the second calls no npm', () => {
  const { run } = machine('fresh');
  const first = run(['start', '--port', '9000']);
  assert.equal(first.status, 0, first.stderr);
  assert.deepEqual(first.calls, [
    'npm ci --ignore-scripts --no-audit --no-fund --loglevel=error in /.runtime',
    'npm ci --ignore-scripts --no-audit --no-fund --loglevel=error in ',
    'node tools/build.ts',
    'node server/src/main.ts --port 9000',
  ]);
  assert.match(first.stderr, /bringing Node 24[\s\S]*installing packages/);
  const second = run(['start']);
  assert.deepEqual(second.calls, ['node tools/build.ts', 'node server/src/main.ts']);
  assert.equal(second.stderr, '');
});

test('a changed lock file installs the packages again', () => {
  const { home, run } = machine('relocked', { node: '24.21.0' });
  run(['doctor']);
  writeFileSync(join(home, 'package-lock.json'), '{}');
  assert.equal(run(['doctor']).calls.filter((call) => call.startsWith('npm ci')).length, 1);
});

test('a system Node of 24 or newer is used as it is', () => {
  const { home, run } = machine('modern', { node: '26.1.0' });
  assert.deepEqual(run(['doctor']).calls.at(-1), 'node tools/doctor.ts');
  assert.equal(existsSync(join(home, '.runtime/node_modules')), false);
});

test('without npm it says what to install', () => {
  const { status, stderr } = machine('no-npm', { npm: false }).run(['start']);
  assert.equal(status, 1);
  assert.match(stderr, /Node 24 or newer is needed.*no npm/);
});

test('MJ_OFFLINE=1 installs nothing', () => {
  const { status, stderr, calls } = machine('offline').run(['start'], { MJ_OFFLINE: '1' });
  assert.equal(status, 1);
  assert.match(stderr, /MJ_OFFLINE=1 forbids/);
  assert.deepEqual(calls, []);
});

test('ffmpeg: root gets it from Debian, anyone else the exact command; the server starts all the same', () => {
  const asRoot = machine('root', { programs: [], uid: 0 }).run(['start']);
  assert.ok(asRoot.calls.includes('apt-get install -y -qq --no-install-recommends ffmpeg bubblewrap'));
  const asUser = machine('user', { programs: ['bwrap'] });
  const start = asUser.run(['start']);
  assert.match(start.stderr, /run as root: apt-get install -y ffmpeg\n/);
  assert.equal(start.calls.at(-1), 'node server/src/main.ts');
  const inspect = asUser.run(['inspect', 'a.webm']);
  assert.equal(inspect.status, 1);
  assert.ok(
    !inspect.calls.some((call) => call.includes('cli/main.ts')),
    'an inspection without a decoder is not begun',
  );
});

test('tests bring the browser, and arguments with spaces arrive whole', () => {
  const { run } = machine('testing', { uid: 0 });
  assert.ok(run(['test', 'e2e']).calls.some((call) => /^apt-get install .* chromium$/.test(call)));
  assert.ok(!run(['test', 'unit']).calls.some((call) => call.startsWith('apt-get')));
  assert.equal(
    run(['inspect', 'a b.webm', '--field', 'k=v w']).calls.at(-1),
    'node cli/main.ts inspect a b.webm --field k=v w',
  );
});

test('a wrong word is refused with the closest right one, before anything is installed', () => {
  const { run } = machine('wrong');
  for (const [args, words] of [
    [['strat'], /no command strat, did you mean start\?/],
    [['isnpect', 'a.webm'], /did you mean inspect\?/],
    [['start', '--no-dem'], /no option --no-dem, did you mean --no-demo\?/],
    [['test', 'unti'], /did you mean unit\?/],
    [['zzzzzzz'], /no command zzzzzzz; /],
  ] as const) {
    const { status, stderr, calls } = run([...args]);
    assert.equal(status, 64);
    assert.match(stderr, words);
    assert.deepEqual(calls, []);
  }
});

test('--help and --version answer for every command, and through a link from elsewhere', () => {
  const { home, run } = machine('help');
  const names = run(['--help'])
    .stdout.match(/\.\/mj [a-z]+/g)!
    .map((words) => words.slice(5));
  assert.ok(names.length >= 14);
  for (const name of ['start', 'test', 'doctor', 'bench', 'check', 'dev', 'backup', 'restore', 'bundle']) {
    assert.match(run([name, '--help']).stdout, new RegExp(`\\./mj ${name}`));
    assert.match(run([name, '--version']).stdout, /^mingjian \d+\.\d+\.\d+\n$/);
  }
  symlinkSync(join(home, 'mj'), join(home, 'path', 'linked'));
  const linked = spawnSync(join(home, 'path', 'linked'), ['--version'], {
    encoding: 'utf8',
    env: { PATH: join(home, 'path') },
  });
  assert.match(linked.stdout, /^mingjian/);
});
