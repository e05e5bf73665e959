import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type FaceLook, faceFacts, matchFaces, openFaces, type RgbFrame, readPicture } from './index.ts';

const data = fileURLToPath(new URL('../../../shared/data/', import.meta.url));
const faces = openFaces();
after(() => faces.stop());
const can = (name: string) => faces.capabilities().find((one) => one.name === name)?.available === true;
const missing = 'shared test data or the face models are not here';
const picture = async (path: string) => readPicture(readFileSync(join(data, 'faces', path)));
const rows = (file: string): string[][] =>
  readFileSync(join(data, 'faces', file), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t'));

const framesOf = (file: string, everyMs: number): RgbFrame[] => {
  const [width, height] = [512, 384];
  const filter = `fps=${1000 / everyMs},scale=${width}:${height}`;
  const args = ['-v', 'error', '-i', join(data, file), '-vf', filter, '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'];
  const { stdout } = spawnSync('ffmpeg', args, { maxBuffer: 1 << 30 });
  const size = width * height * 3;
  return Array.from({ length: Math.floor(stdout.length / size) }, (_, i) => ({
    tMs: i * everyMs,
    width,
    height,
    rgb: new Uint8Array(stdout.subarray(i * size, (i + 1) * size)),
  }));
};
const lookAt = async (file: string, everyMs: number): Promise<FaceLook[]> => {
  const looks: FaceLook[] = [];
  for (const frame of framesOf(file, everyMs)) looks.push({ tMs: frame.tMs, faces: await faces.observe(frame) });
  return looks;
};

test('all faces of group pictures are counted', async (t) => {
  if (!existsSync(join(data, 'faces/groups.tsv')) || !can('face.detect')) return t.skip(missing);
  for (const [file = '', count, tolerance] of rows('groups.tsv').filter(([, , , note]) => !note?.includes('hat'))) {
    const found = (await faces.observe(await picture(file))).length;
    assert.ok(Math.abs(found - Number(count)) <= Number(tolerance), `${file}: ${found} instead of ${count}`);
  }
});

test('one talking face is one face in every look, and the mouth moves', async (t) => {
  if (!existsSync(join(data, 'video/talking-face-a.mp4')) || !can('face.detect')) return t.skip(missing);
  const looks = await lookAt('video/talking-face-a.mp4', 200);
  assert.ok(looks.length > 30);
  assert.ok(looks.every((look) => look.faces.length === 1));
  const apertures = looks.map((look) => look.faces[0]?.mouthAperture ?? 0).sort((a, b) => a - b);
  assert.ok(apertures[Math.floor(apertures.length * 0.9)]! - apertures[Math.floor(apertures.length * 0.1)]! > 0.02);
});

test('a black picture is face.out and a blurred one face.unclear, to one step of a second', async (t) => {
  if (!existsSync(join(data, 'recordings/labels.json')) || !can('face.detect')) return t.skip(missing);
  const { recordings } = JSON.parse(readFileSync(join(data, 'recordings/labels.json'), 'utf8')) as {
    recordings: { file: string; defects: { type: string; start: number; end: number }[] }[];
  };
  for (const [file, fact] of [
    ['black.webm', 'face.out'],
    ['blurred.webm', 'face.unclear'],
  ]) {
    const defect = recordings.find((one) => one.file === file)?.defects[0];
    const looks = await lookAt(`recordings/${file}`, 1000);
    const found = faceFacts(looks, { durationMs: 60_000, everyMs: 1000 }).filter((one) => one.name === fact);
    assert.equal(found.length, 1, file);
    assert.ok(Math.abs((found[0]?.t ?? 0) - defect!.start * 1000) <= 1000, `${file} starts at ${found[0]?.t}`);
    assert.ok(Math.abs((found[0]?.end ?? 0) - defect!.end * 1000) <= 1000, `${file} ends at ${found[0]?.end}`);
  }
});

test('passive liveness: the live person passes, print and replay do not', async (t) => {
  if (!existsSync(join(data, 'faces/antispoof.tsv')) || !can('face.live')) return t.skip(missing);
  for (const [file = '', label] of rows('antispoof.tsv')) {
    const [face] = await faces.observe(await picture(file), { live: true });
    const probability = face?.live?.probability ?? 0.5;
    assert.ok(label === 'live' ? probability >= 0.8 : probability < 0.3, `${file}: ${probability}`);
  }
});

test('two pictures of one person are the same, of two people different, and no face is undecidable', async (t) => {
  if (!existsSync(join(data, 'faces/pairs.tsv')) || !can('face.match')) return t.skip(missing);
  const pairs = rows('pairs.tsv');
  const read = (path: string) => readFileSync(join(data, 'faces', path));
  const match = async (a: Uint8Array, b: Uint8Array) =>
    (await matchFaces(a, b, { faces })).find((fact) => fact.name === 'face.match');
  for (const [same, wanted] of [
    ['1', 'same'],
    ['0', 'different'],
  ]) {
    const [a = '', b = ''] = pairs.find((pair) => pair[2] === same) ?? [];
    assert.equal((await match(read(a), read(b)))?.decision, wanted);
  }
  const empty = await match(read('groups/background.jpg'), read(pairs[0]?.[0] ?? ''));
  assert.equal(empty?.decision, 'undecidable');
  assert.equal(empty?.reason, 'no face in the picture');
});

test('bytes that are no picture are named', async () => {
  await assert.rejects(matchFaces(Buffer.from('not a picture'), undefined, { faces }), /the picture cannot be read/);
});
