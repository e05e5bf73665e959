import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type FaceLook, judgeChallenges, openFaces, type RgbFrame } from './index.ts';

const clip = fileURLToPath(new URL('../../../shared/data/video/talking-face-a.mp4', import.meta.url));
const faces = openFaces();
after(() => faces.stop());
const missing =
  existsSync(clip) && faces.capabilities()[0]?.available ? undefined : 'the talking face or the face model is not here';

const framesOf = (filter: string, size: { width: number; height: number }, seconds: number): RgbFrame[] => {
  const args = [
    '-v',
    'error',
    '-i',
    clip,
    '-filter_complex',
    filter,
    '-t',
    String(seconds),
    '-f',
    'rawvideo',
    '-pix_fmt',
    'rgb24',
    '-',
  ];
  const { stdout } = spawnSync('ffmpeg', args, { maxBuffer: 1 << 29 });
  const bytes = size.width * size.height * 3;
  return Array.from({ length: Math.floor(stdout.length / bytes) }, (_, i) => ({
    ...{ tMs: i * 80, ...size },
    rgb: new Uint8Array(stdout.subarray(i * bytes, (i + 1) * bytes)),
  }));
};

test('the two blinks of the talking face are seen, and talking is not turning the head', async (t) => {
  if (missing !== undefined) return t.skip(missing);
  const looks: FaceLook[] = [];
  for (const frame of framesOf('fps=12.5,scale=512:512', { width: 512, height: 512 }, 2.2))
    looks.push({ tMs: frame.tMs, faces: await faces.observe(frame) });
  const asked = (kind: 'blink' | 'turn_left' | 'turn_right') =>
    judgeChallenges([{ kind, startMs: 200, endMs: 2200 }], looks).challenges[0]!;
  const blink = asked('blink');
  assert.equal(blink.decision, 'done', blink.reason);
  assert.ok(blink.atMs! >= 880 && blink.atMs! <= 1440, `at ${blink.atMs}`);
  assert.equal(asked('turn_left').decision, 'not_done');
  assert.equal(asked('turn_right').decision, 'not_done');
});

test('two faces side by side are two mouths, each with its own movement', async (t) => {
  if (missing !== undefined) return t.skip(missing);
  // The right one is the same clip two seconds later: other words, other mouth.
  const filter = '[0:v]split[a][b];[b]trim=start=2,setpts=PTS-STARTPTS[c];[a][c]hstack,fps=12.5,scale=640:320';
  const tracks = await faces.observeMouths(framesOf(filter, { width: 640, height: 320 }, 2));
  assert.equal(tracks.length, 2);
  const [left, right] = tracks.toSorted((a, b) => a.box[0] - b.box[0]);
  assert.ok(left!.box[0] < 320 && right!.box[0] > 320);
  assert.ok(left!.looks.length >= 22 && right!.looks.length >= 22, `${left!.looks.length}, ${right!.looks.length}`);
  const differs = left!.looks.filter(({ aperture }, i) => Math.abs(aperture - (right!.looks[i]?.aperture ?? 0)) > 0.02);
  assert.ok(differs.length > 5, 'the openings are not the same');
});
