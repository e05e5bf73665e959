import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { type FaceObservation, openFaces } from '@mingjian/face';
import { filmPeople } from './film.ts';

const faces = openFaces();
after(() => faces.stop());
const sampleRateHz = 24_000;
const durationS = 12;

/** Half a second of tone, half a second of silence, from `fromS` to `toS`. */
const chatter = (fromS: number, toS: number): Float32Array =>
  Float32Array.from({ length: durationS * sampleRateHz }, (_, i) => {
    const t = i / sampleRateHz;
    return t >= fromS && t < toS && t % 1 < 0.5 ? 0.3 * Math.sin(t * 2 * Math.PI * 220) : 0;
  });

const framesOf = (path: string, fps: number) => {
  const [width, height] = [512, 384];
  const args = ['-v', 'error', '-i', path, '-vf', `fps=${fps},scale=${width}:${height}`];
  const { stdout } = spawnSync('ffmpeg', [...args, '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'], { maxBuffer: 1 << 30 });
  const size = width * height * 3;
  return Array.from({ length: Math.floor(stdout.length / size) }, (_, i) => ({
    tMs: (i * 1000) / fps,
    width,
    height,
    rgb: new Uint8Array(stdout.subarray(i * size, (i + 1) * size)),
  }));
};

test('the shipped detector finds the drawn people, their mouths follow their own channel, and who leaves is gone', async (t) => {
  if (!faces.capabilities().some((one) => one.name === 'face.detect' && one.available)) {
    return t.skip('the face model is not here');
  }
  const dir = await mkdtemp(join(tmpdir(), 'mj-people-'));
  try {
    const path = join(dir, 'talk.webm');
    await filmPeople({
      path,
      sound: { left: chatter(0, 4), right: chatter(4, 8), sampleRateHz },
      people: ['agent', 'customer'],
      directions: [
        { person: 'visitor', what: 'present', startMs: 4000, endMs: 8000 },
        { person: 'customer', what: 'away', startMs: 8000, endMs: 12_000 },
      ],
    });
    const looks: { tMs: number; found: FaceObservation[] }[] = [];
    for (const frame of framesOf(path, 5)) {
      const found = await faces.observe(frame);
      looks.push({ tMs: frame.tMs, found: found.sort((a, b) => a.box[0] - b.box[0]) });
    }
    const within = (from: number, to: number) => looks.filter((one) => one.tMs >= from && one.tMs < to);
    const settled: [number, number, number][] = [
      [0, 4000, 2],
      [4800, 7200, 3],
      [8800, 11_200, 1],
    ];
    const right = settled.flatMap(([from, to, people]) => within(from, to).map((one) => one.found.length === people));
    assert.ok(right.filter(Boolean).length >= 0.95 * right.length, `${right.filter(Boolean).length}/${right.length}`);
    assert.ok(looks.filter((one) => one.found.length > 0).length >= 0.95 * looks.length);
    const talk = within(0, 4000).filter((one) => one.found.length === 2);
    const mouth = (index: number, open: boolean) => {
      const values = talk
        .filter((one) => one.tMs % 1000 < 500 === open)
        .map((one) => one.found[index]?.mouthAperture ?? 0);
      return values.reduce((sum, value) => sum + value, 0) / values.length;
    };
    assert.ok(mouth(0, true) > mouth(0, false) + 0.02, 'the agent speaks');
    assert.ok(Math.abs(mouth(1, true) - mouth(1, false)) < 0.01, 'the customer is silent');
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
});
