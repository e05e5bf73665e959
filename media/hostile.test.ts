import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { makeHostileFiles } from '@mingjian/testkit/media/hostile.ts';
import { makeRecording } from '@mingjian/testkit/media/make-recording.ts';
import { extractPcm, inputArgs, OUT, probe, runFfmpeg, sandboxLevel, UnusableInput } from './index.ts';

describe('hostile files', () => {
  let dir = '';
  let asked = 0;
  const server = createServer((_, response) => {
    asked++;
    response.end('x');
  });
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'mj-hostile-'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  after(async () => {
    server.close();
    await rm(dir, { recursive: true, force: true });
  });
  const listener = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  test('each is refused by name and reason, or read in part with what could not be read', async () => {
    const secret = join(dir, 'secret.webm');
    await makeRecording(secret, { durationS: 1 });
    for (const file of await makeHostileFiles(dir, { listener: listener(), secret })) {
      const outcome = await probe(file.path).catch((error: unknown) => error);
      const name = basename(file.path);
      if (outcome instanceof Error) {
        assert.ok(outcome instanceof UnusableInput, `${name}: ${outcome.stack}`);
        assert.notEqual(file.expect, 'partial', `${name} was refused: ${outcome.message}`);
        if (file.code !== undefined) assert.equal(outcome.code, file.code, `${name}: ${outcome.message}`);
        assert.ok(outcome.message.startsWith(`${name}: `), outcome.message);
        assert.ok(!outcome.message.includes('/in/media'), outcome.message);
      } else {
        assert.notEqual(file.expect, 'refused', `${name} was accepted`);
        if (file.expect === 'partial')
          assert.ok((outcome as { unreadable?: string[] }).unreadable?.length, `${name} reads as whole`);
      }
    }
    assert.equal(asked, 0, 'an address in a file was asked');
  });

  test('the listener counts when it is asked', async () => {
    const before = asked;
    await (await fetch(listener())).text();
    assert.equal(asked, before + 1);
  });

  test('a file that is not there, a folder, a wrong name', async () => {
    await assert.rejects(probe(join(dir, 'no.webm')), { code: 'file_not_found' });
    await assert.rejects(probe(dir), { code: 'not_a_file' });
    await makeRecording(join(dir, 'x.webm'), { durationS: 1 });
    const wrong = join(dir, '-i http: $(x) 名字.mp4');
    await writeFile(wrong, await (await import('node:fs/promises')).readFile(join(dir, 'x.webm')));
    assert.equal((await probe(wrong)).container, 'webm');
  });

  test('the sandbox: other files, the network and system folders are out of reach', async (t) => {
    const { level } = await sandboxLevel();
    if (level !== 'full') return t.skip('bubblewrap is not here');
    const input = join(dir, 'in.webm');
    await makeRecording(input, { durationS: 1 });
    const read = async (url: string) =>
      runFfmpeg(['-v', 'error', '-protocol_whitelist', 'file,http,tcp,pipe', '-i', url, '-f', 'null', '-'], { input });
    assert.notEqual((await read(`file:${input}`)).exitCode, 0, 'the input is only at its place inside');
    assert.notEqual((await read(`${listener()}/a.webm`)).exitCode, 0);
    assert.notEqual(
      (await runFfmpeg(['-v', 'error', '-y', ...inputArgs('ffmpeg'), '-c', 'copy', '/usr/x.webm'], { input })).exitCode,
      0,
    );
    assert.equal(
      (
        await runFfmpeg(['-v', 'error', '-y', ...inputArgs('ffmpeg'), '-c', 'copy', `${OUT}/ok.webm`], {
          input,
          outputDir: dir,
        })
      ).exitCode,
      0,
    );
  });

  test('limits bite: memory, processor time, wall clock, file size; and the signal ends it', async () => {
    const input = join(dir, 'limit.webm');
    await makeRecording(input, { durationS: 2 });
    const slow = ['-v', 'error', '-re', ...inputArgs('ffmpeg'), '-f', 'null', '-'];
    await assert.rejects(runFfmpeg(slow, { input, limits: { wallMs: 300 } }), { code: 'decoder_timeout' });
    const busy = ['-v', 'error', ...inputArgs('ffmpeg'), '-vf', 'loop=loop=-1:size=5', '-an', '-f', 'null', '-'];
    await assert.rejects(runFfmpeg(busy, { input, limits: { cpuSeconds: 1 } }), { code: 'decoder_timeout' });
    const poor = await runFfmpeg(['-v', 'error', ...inputArgs('ffmpeg'), '-f', 'null', '-'], {
      input,
      limits: { memoryBytes: 150e6 },
    }).catch((error) => error);
    assert.ok(poor instanceof UnusableInput || poor.exitCode !== 0);
    const big = ['-v', 'error', '-y', ...inputArgs('ffmpeg'), '-f', 'rawvideo', `${OUT}/big.raw`];
    const capped = await runFfmpeg(big, { input, outputDir: dir, limits: { fileBytes: 1e6 } }).catch((error) => error);
    assert.ok(capped instanceof UnusableInput || capped.exitCode !== 0);
    const cancel = new AbortController();
    const cancelled = runFfmpeg(slow, { input, signal: cancel.signal, onLine: () => {} });
    cancel.abort(new Error('no longer wanted'));
    await assert.rejects(cancelled, /no longer wanted/);
  });

  test('sound of a truncated file is decoded as far as it goes', async () => {
    const path = join(dir, 'truncated.webm');
    const pcm = await extractPcm(path, await probe(path), { dir });
    assert.ok(pcm.channels[0]!.samples > 16_000 && pcm.channels[0]!.samples < 3.5 * 16_000);
  });
});
