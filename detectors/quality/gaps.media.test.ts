import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { extractPcm, probe } from '@mingjian/media';
import { ffmpeg, OPUS, VP8 } from '@mingjian/testkit/media/make-recording.ts';
import type { FactDraft } from '@mingjian/timeline';
import { inspectQuality } from './index.ts';

const SOURCE = 'testsrc2=s=640x480:r=25,noise=alls=4:allf=t:all_seed=5';
const ROOM = 'anoisesrc=a=0.003:r=48000:seed=3';
/** A picture and a sound as ffmpeg draws them, `[v]` and `[a]`. */
type Drawing = { seconds: number; picture: string; sound?: string };

describe('defects beyond the eighteen', () => {
  let dir = '';
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'mj-gaps-'));
  });
  after(() => rm(dir, { recursive: true, force: true }));

  const draw = async (name: string, { seconds, picture, sound = `${ROOM}[a]` }: Drawing): Promise<string> => {
    const path = join(dir, name);
    const even = sound.replace(/\[a\]$/, ',asetnsamples=960[a]');
    const graph = ['-filter_complex', `${picture};${even}`, '-map', '[v]', '-map', '[a]', '-t', String(seconds)];
    await ffmpeg([...graph, ...VP8, ...OPUS, path]);
    return path;
  };
  const look = async (path: string): Promise<FactDraft[]> => {
    const description = await probe(path);
    return inspectQuality(path, description, { pcm: await extractPcm(path, description, { dir }) });
  };
  const named = (facts: FactDraft[], prefix: string) =>
    facts.filter((fact) => fact.kind !== 'capability' && fact.name.startsWith(prefix));
  const sharpness = (facts: FactDraft[]) => facts.find((fact) => fact.name === 'video.sharpness')?.value;
  const near = (fact: FactDraft | undefined, from: number, to: number) =>
    assert.ok(
      fact !== undefined && Math.abs(fact.t - from) <= 600 && Math.abs((fact.end ?? 0) - to) <= 600,
      JSON.stringify(fact),
    );

  test('soft from end to end is blurred, sharp is not, and a picture without edges is undecidable', async () => {
    const soft = await look(await draw('soft.webm', { seconds: 8, picture: `${SOURCE},gblur=sigma=4[v]` }));
    assert.deepEqual(
      named(soft, 'video.').map((fact) => [fact.name, fact.t]),
      [['video.blurred', 0]],
    );
    const sharp = await look(await draw('sharp.webm', { seconds: 8, picture: `${SOURCE}[v]` }));
    assert.deepEqual([named(sharp, 'video.'), sharpness(sharp)], [[], true]);
    const fog = 'color=c=0x707070:s=640x480:r=25,noise=alls=10:allf=t,format=yuv420p[v]';
    const empty = await look(await draw('empty.webm', { seconds: 8, picture: fog }));
    assert.equal(named(empty, 'video.blurred').length, 0);
    assert.equal(sharpness(empty), false);
  });

  test('one half of a split screen that stands still', async () => {
    const side = (name: string, more: string) => `testsrc2=s=320x480:r=25,noise=alls=4:allf=t${more}[${name}]`;
    const held = ",select='not(between(t,6.02,10.999))',fps=25";
    const both = `${side('l', '')};${side('r', held)};[l][r]hstack[v]`;
    const [frozen, ...more] = named(await look(await draw('half.webm', { seconds: 16, picture: both })), 'video.');
    near(frozen, 6000, 11_000);
    assert.deepEqual([frozen?.name, frozen?.half, more], ['video.frozen', 'right', []]);
    const moving = `${side('l', '')};${side('r', '')};[l][r]hstack[v]`;
    assert.deepEqual(named(await look(await draw('halves.webm', { seconds: 16, picture: moving })), 'video.'), []);
  });

  test('a lens covered to 83 % is covered, neither frozen nor blurred', async () => {
    const box = "drawbox=x=0:y=0:w=iw*0.83:h=ih:t=fill:color=0x4a3830:enable='between(t,5,8.999)',noise=alls=4:allf=t";
    const [covered, ...more] = named(
      await look(await draw('partly.webm', { seconds: 16, picture: `${SOURCE},${box}[v]` })),
      'video.',
    );
    assert.deepEqual([covered?.name, more], ['video.covered', []], JSON.stringify(more));
    near(covered, 5000, 9000);
    assert.ok((covered?.measures?.coveredShare ?? 0) > 0.7);
  });

  for (const lateMs of [-200, 0, 320])
    test(`a slate tells that the sound is ${lateMs} ms late`, async () => {
      const flash = `${SOURCE},drawbox=t=fill:color=white:enable='between(t,2.999,3.079)'[v]`;
      const beep = `sine=f=1000:r=48000:d=0.12,volume=4,adelay=${3000 + lateMs}:all=1[b];${ROOM}[r];[r][b]amix=inputs=2:normalize=0:duration=first[a]`;
      const facts = await look(await draw(`slate${lateMs}.webm`, { seconds: 8, picture: flash, sound: beep }));
      const [offset, ...more] = named(facts, 'media.av_offset');
      assert.equal(more.length, 0);
      assert.equal(offset?.method, 'slate');
      assert.ok(Math.abs(Number(offset?.value) - lateMs) <= 40, `${offset?.value} for ${lateMs}`);
    });

  test('a flash without a beep, and a beep without a flash, are no slate', async () => {
    const flash = `${SOURCE},drawbox=t=fill:color=white:enable='between(t,2.999,3.079)'[v]`;
    assert.deepEqual(named(await look(await draw('flash.webm', { seconds: 8, picture: flash })), 'media.'), []);
    const beep = `sine=f=1000:r=48000:d=0.12,volume=4,adelay=3000:all=1[b];${ROOM}[r];[r][b]amix=inputs=2:normalize=0:duration=first[a]`;
    const beeping = await draw('beep.webm', { seconds: 8, picture: `${SOURCE}[v]`, sound: beep });
    assert.deepEqual(named(await look(beeping), 'media.'), []);
  });

  test('a picture that becomes smaller inside the file is a drop of resolution, not blur', async () => {
    const part = (name: string, more: string) => draw(name, { seconds: 6, picture: `${SOURCE}${more}[v]` });
    const parts = [await part('a.webm', ''), await part('b.webm', ',scale=320:240'), await part('c.webm', '')];
    await writeFile(join(dir, 'list.txt'), parts.map((path) => `file '${path}'\n`).join(''));
    const joined = join(dir, 'drop.webm');
    await ffmpeg(['-f', 'concat', '-safe', '0', '-i', join(dir, 'list.txt'), '-c', 'copy', joined]);
    const [drop, ...more] = named(await look(joined), 'video.');
    assert.deepEqual([drop?.name, more], ['video.resolution_drop', []], JSON.stringify(more));
    near(drop, 6000, 12_000);
    assert.equal(drop?.measures?.widthPx, 320);
  });

  test('another picture and another room from one moment on is a sign of splicing; a cut alone accuses nobody', async () => {
    const a = 'testsrc2=s=640x480:r=25:d=8,noise=alls=4:allf=t';
    const b = 'testsrc=s=640x480:r=25:d=8,noise=alls=4:allf=t,format=yuv420p';
    const picture = `${a}[p];${b}[q];[p][q]concat=n=2:v=1[v]`;
    const rooms =
      'anoisesrc=a=0.003:r=48000:d=8[x];anoisesrc=a=0.03:r=48000:d=8:c=white[y];[x][y]concat=n=2:v=0:a=1[a]';
    const spliced = named(await look(await draw('spliced.webm', { seconds: 16, picture, sound: rooms })), 'file.');
    assert.deepEqual(
      spliced.map((fact) => [fact.name, Math.round(fact.t / 100), fact.signs]),
      [['file.spliced', 80, ['picture cut', 'background sound changes']]],
    );
    assert.deepEqual(named(await look(await draw('cut.webm', { seconds: 16, picture })), 'file.'), []);
  });
});
