/** A bundle is packed, unpacked and run where there is no network, no Node, no npm and no ffmpeg. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { root } from '../tree.ts';
import { whichProgram } from './programs.ts';

// Not below /tmp: inside the decoder's sandbox that is an empty folder.
const dir = mkdtempSync('/var/tmp/mj-bundle-test-');
after(() => rmSync(dir, { recursive: true, force: true }));

let archive = '';
const hidden = ['node', 'npm', 'ffmpeg', 'ffprobe', 'bwrap'];
const inside = `
  for name in ${hidden.join(' ')}; do
    for file in /usr/bin/$name /usr/local/bin/$name; do [ -e $file ] && mount --bind /dev/null "$(readlink -f $file)"; done
  done
  ip link set lo up 2>/dev/null
  cd ${dir}/mingjian-* || exit 1
  "$@"`;

/** Runs a command in the unpacked bundle, in own network and mount namespaces. */
function offline(...command: string[]) {
  return spawnSync('unshare', ['-n', '-m', 'sh', '-c', inside, 'sh', ...command], {
    encoding: 'utf8',
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', HOME: dir },
  });
}

test('a bundle runs with the network off and the system’s programs hidden', (t) => {
  if (process.getuid?.() !== 0) return t.skip('only root makes the namespaces');
  archive = join(dir, whichProgram('zstd') === null ? 'out.tar.gz' : 'out.tar.zst');
  execFileSync(process.execPath, [join(root, 'tools/bundle.ts'), archive, '--no-models'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  execFileSync('tar', ['-xf', archive, '-C', dir]);
  writeFileSync(
    join(dir, 'probe.sh'),
    'PATH=$PWD/.runtime/bin:$PATH; ffmpeg -v error -f lavfi -i testsrc=d=1 -c:v libx264 -f null - && command -v ffmpeg && command -v node',
  );
  const programs = offline('sh', join(dir, 'probe.sh'));
  assert.equal(programs.status, 0, programs.stderr);
  assert.match(programs.stdout, /\.runtime\/bin\/ffmpeg\n.*\.runtime\/bin\/node\n/);
  const doctor = offline('./mj', 'doctor', '--json');
  const { findings } = JSON.parse(doctor.stdout) as { findings: { name: string; state: string; words: string }[] };
  const state = (name: string) => findings.find((finding) => finding.name === name);
  for (const name of ['Node', 'ffmpeg', 'decoder sandbox', 'database'])
    assert.equal(state(name)?.state, 'good', JSON.stringify(state(name)));
  const net = offline('.runtime/bin/node', '-e', 'fetch("http://192.0.2.1/").catch((e) => console.log(e.cause.code))');
  assert.match(net.stdout, /ENETUNREACH/, 'there is no network in there');
});

test('the server of a bundle listens with the network off', (t) => {
  if (process.getuid?.() !== 0) return t.skip('only root makes the namespaces');
  assert.ok(existsSync(archive), 'the bundle of the test above');
  const script = `./mj start --port 18080 --no-demo >start.log 2>&1 & pid=$!
    for n in $(seq 300); do
      .runtime/bin/node -e 'fetch("http://127.0.0.1:18080/readyz").then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))' && break
      kill -0 $pid || { cat start.log; exit 1; }
    done
    kill $pid; wait $pid`;
  const done = offline('sh', '-c', script);
  assert.equal(done.status, 0, done.stdout + done.stderr);
});
