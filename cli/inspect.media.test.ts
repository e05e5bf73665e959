import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

const main = new URL('./main.ts', import.meta.url).pathname;
let dir = '';
before(() => {
  dir = mkdtempSync(join(tmpdir(), 'mj-cli-'));
});
after(() => rmSync(dir, { recursive: true, force: true }));

const path = (name: string) => join(dir, name);
const mj = (...argv: string[]) => {
  const done = spawnSync(process.execPath, [main, ...argv], { encoding: 'utf8', timeout: 120_000 });
  return { exit: done.status, out: done.stdout, err: done.stderr };
};
const ffmpeg = (...argv: string[]) => execFileSync('ffmpeg', ['-v', 'error', '-y', ...argv]);
const picture = ['-f', 'lavfi', '-i', 'testsrc2=size=640x480:rate=25:duration=4'];
const sound = ['-f', 'lavfi', '-i', 'sine=frequency=300:duration=4'];

test('files that cannot be used: exit 3, the file and the reason are named, nothing crashes', () => {
  writeFileSync(path('empty.webm'), '');
  writeFileSync(path('noise.mp4'), Buffer.from(Array.from({ length: 5_000 }, (_, i) => (i * 7919 + 13) % 251)));
  writeFileSync(path('words.wav'), 'this is a letter, not a recording\n'.repeat(50));
  for (const name of ['empty.webm', 'noise.mp4', 'words.wav', 'absent.webm']) {
    const { exit, err, out } = mj('inspect', path(name), '--json', '-');
    assert.equal(exit, 3, `${name}: exit ${exit} ${err}`);
    assert.match(err, new RegExp(name));
    const document = JSON.parse(out);
    assert.equal(document.format, 'mingjian.inspection/1');
    assert.ok(document.error.code.length > 0 && document.error.message.length > 0);
  }
});

test('a playlist that asks for the network is refused and the network is not asked', async () => {
  let asked = 0;
  const server = createServer((_, response) => {
    asked++;
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  writeFileSync(
    path('list.webm'),
    `#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nhttp://127.0.0.1:${port}/a.ts\n#EXT-X-ENDLIST\n`,
  );
  writeFileSync(path('concat.mp4'), `ffconcat version 1.0\nfile ${join(dir, 'secret.wav')}\n`);
  const child = spawnSync(process.execPath, [main, 'inspect', path('list.webm'), path('concat.mp4')], {
    encoding: 'utf8',
  });
  server.close();
  assert.equal(child.status, 3, child.stderr);
  assert.equal(asked, 0);
});

test('a mislabelled recording is opened by content; a truncated one says what could not be read', () => {
  ffmpeg(
    ...picture,
    ...sound,
    '-c:v',
    'libvpx',
    '-deadline',
    'realtime',
    '-b:v',
    '600k',
    '-c:a',
    'libopus',
    path('a.webm'),
  );
  writeFileSync(path('mislabelled.mp4'), readFileSync(path('a.webm')));
  const labelled = JSON.parse(mj('inspect', path('mislabelled.mp4'), '--json', '-').out);
  assert.equal(labelled.error, undefined);
  assert.ok(labelled.file.tracks.some((track: { codec: string }) => track.codec === 'vp8'));
  writeFileSync(path('cut.webm'), readFileSync(path('a.webm')));
  truncateSync(path('cut.webm'), Math.floor(readFileSync(path('a.webm')).length * 0.6));
  const cut = JSON.parse(mj('inspect', path('cut.webm'), '--json', '-').out);
  assert.equal(cut.error, undefined);
  assert.ok(
    cut.findings.some(
      (f: { item: string; verdict: string }) => f.item === 'file_truncated' && f.verdict === 'violated',
    ),
    JSON.stringify(cut.file),
  );
});

test('usage: a wrong option or product is refused with the closest word, exit 64', () => {
  const option = mj('inspect', path('a.webm'), '--jsn', '-');
  assert.equal(option.exit, 64);
  assert.match(option.err, /--json/);
  const product = mj('inspect', path('a.webm'), '--product', 'bnak');
  assert.equal(product.exit, 64);
  assert.match(product.err, /bank/);
  assert.equal(mj('inspekt').exit, 64);
  assert.equal(mj('inspect', '--help').exit, 0);
});
