import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { ffmpeg, makeRecording } from '@mingjian/testkit/media/make-recording.ts';
import {
  clip,
  extractPcm,
  frameJpeg,
  gapsOf,
  isBrowserPlayable,
  packetWalk,
  probe,
  proxy,
  waveformPeaks,
} from './index.ts';

const FORMATS: [string, string[], number][] = [
  ['vp9.webm', ['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8', '-c:a', 'libopus'], 1],
  ['h264.mp4', ['-c:v', 'libx264', '-preset', 'ultrafast', '-c:a', 'aac'], 1],
  ['h265.mkv', ['-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'log-level=none', '-c:a', 'aac'], 1],
  ['mpeg4.avi', ['-c:v', 'mpeg4', '-c:a', 'libmp3lame'], 1],
  ['h264.flv', ['-c:v', 'libx264', '-preset', 'ultrafast', '-c:a', 'aac'], 1],
  ['wmv2.wmv', ['-c:v', 'wmv2', '-c:a', 'wmav2'], 1],
  ['mulaw.wav', ['-vn', '-c:a', 'pcm_mulaw', '-ar', '8000'], 1],
  ['sound.mp3', ['-vn', '-c:a', 'libmp3lame', '-ar', '44100'], 1],
  ['sound.ogg', ['-vn', '-c:a', 'libopus'], 1],
  ['surround.mkv', ['-vn', '-c:a', 'aac', '-ac', '6'], 1],
];

describe('formats', () => {
  let dir = '';
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'mj-formats-'));
    await makeRecording(join(dir, 'base.webm'), { durationS: 3, width: 320, height: 240 });
  });
  after(() => rm(dir, { recursive: true, force: true }));

  test('every container and codec is described and gives sound on the media clock', async () => {
    for (const [name, args, channels] of FORMATS) {
      const path = join(dir, name);
      await ffmpeg(['-i', join(dir, 'base.webm'), ...args, path]);
      const description = await probe(path);
      assert.ok(Math.abs(description.durationMs - 3000) < 120, `${name} ${description.durationMs}`);
      assert.equal(description.unreadable, undefined, name);
      const pcm = await extractPcm(path, description, { dir });
      assert.equal(pcm.channels.length, channels, name);
      assert.ok(Math.abs(pcm.channels[0]!.samples / 16 - 3000) < 120, `${name} ${pcm.channels[0]!.samples}`);
    }
  });

  test('two sides of a call stay apart, one sound on both channels becomes one', async () => {
    const sides = join(dir, 'sides.wav');
    const voices = "aevalsrc='0.3*sin(2*PI*300*t)*lt(mod(t,2),1)|0.3*sin(2*PI*500*t)*gt(mod(t,2),1)':d=4:s=8000";
    await ffmpeg(['-f', 'lavfi', '-i', voices, sides]);
    const apart = await extractPcm(sides, await probe(sides), { dir });
    assert.deepEqual(
      apart.channels.map((channel) => channel.channel),
      ['left', 'right'],
    );
    const same = join(dir, 'same.wav');
    await ffmpeg(['-i', join(dir, 'base.webm'), '-vn', '-ac', '2', same]);
    const one = await extractPcm(same, await probe(same), { dir });
    assert.deepEqual(
      one.channels.map((channel) => channel.channel),
      ['mono'],
    );
  });

  test('sound that starts late and has a hole stays on the clock', async () => {
    const path = join(dir, 'late.mkv');
    const hole = "[0:a]aselect='not(between(t,1,1.8))'[a]";
    await ffmpeg([
      '-i',
      join(dir, 'base.webm'),
      '-filter_complex',
      hole,
      '-map',
      '0:v',
      '-map',
      '[a]',
      '-c:v',
      'copy',
      '-c:a',
      'pcm_s16le',
      join(dir, 'hole.mkv'),
    ]);
    await ffmpeg([
      '-i',
      join(dir, 'hole.mkv'),
      '-itsoffset',
      '0.7',
      '-i',
      join(dir, 'hole.mkv'),
      '-map',
      '0:v',
      '-map',
      '1:a',
      '-c',
      'copy',
      path,
    ]);
    const description = await probe(path);
    const pcm = await extractPcm(path, description, { dir });
    const peaks = await waveformPeaks(pcm.channels[0]!.path, 10);
    assert.ok(Math.max(...peaks.subarray(0, 6)) === 0, 'nothing before the sound starts');
    assert.ok(Math.max(...peaks.subarray(8, 16)) > 0.01, 'sound');
    assert.ok(Math.max(...peaks.subarray(18, 24)) === 0, 'the hole, 1.7 to 2.5 s');
    const walk = await packetWalk(path, description);
    const gaps = gapsOf(walk.tracks.find((track) => track.kind === 'audio')!, 100);
    assert.equal(gaps.length, 1);
    assert.ok(Math.abs(gaps[0]!.startMs - 1700) < 60 && Math.abs(gaps[0]!.endMs - 2500) < 60, JSON.stringify(gaps));
  });

  test('pictures, clips and playable copies', async () => {
    const path = join(dir, 'mpeg4.avi');
    const description = await probe(path);
    assert.equal(isBrowserPlayable(description), false);
    const jpeg = await frameJpeg(path, 1500, { widthPx: 160 });
    assert.equal(jpeg.readUInt16BE(0), 0xffd8);
    await assert.rejects(frameJpeg(path, 60_000), { code: 'decoder_failed' });
    await clip(path, { startMs: 500, endMs: 1500, out: join(dir, 'piece.webm') });
    const piece = await probe(join(dir, 'piece.webm'));
    assert.ok(isBrowserPlayable(piece) && Math.abs(piece.durationMs - 1000) < 100, JSON.stringify(piece));
    let done = 0;
    await proxy(path, join(dir, 'copy.mp4'), (part) => {
      done = part;
    });
    const copy = await probe(join(dir, 'copy.mp4'));
    assert.ok(isBrowserPlayable(copy) && Math.abs(copy.durationMs - 3000) < 120);
    assert.ok(done > 0.9);
    const broken = join(dir, 'broken.mp4');
    await assert.rejects(proxy(join(dir, 'no.avi'), broken));
    assert.ok(!(await readdir(dir)).some((name) => name.startsWith('.derive') || name === 'broken.mp4'));
    assert.ok((await readFile(join(dir, 'copy.mp4'))).length > 1000);
  });
});
