import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { extractPcm, probe } from '@mingjian/media';
import {
  AAC,
  type Defect,
  H264,
  makeRecording,
  type RecordingOptions,
} from '@mingjian/testkit/media/make-recording.ts';
import type { FactDraft } from '@mingjian/timeline';
import { inspectQuality, type QualityOptions } from './index.ts';

/** The defect, the file it is put in, and the one fact it must give (t, end in ms; the whole file when absent). */
type Case = { file: string; defect?: Defect; fact?: [string, number?, number?]; more?: Partial<RecordingOptions> };
const CASES: Case[] = [
  { file: 'clean.mp4' },
  { file: 'clean.webm' },
  { file: 'clock.webm', more: { clock: true } },
  { file: 'frozen.mp4', defect: { kind: 'frozen', startS: 6, endS: 9 }, fact: ['video.frozen', 6000, 9000] },
  {
    file: 'under-clock.webm',
    defect: { kind: 'frozenUnderClock', startS: 5, endS: 8 },
    fact: ['video.frozen', 5000, 8000],
  },
  {
    file: 'stutter.mp4',
    defect: { kind: 'stutter', startS: 4, count: 6, everyS: 1.2, freezeS: 0.5 },
    fact: ['video.stutter', 4000, 10_500],
  },
  {
    file: 'missing.mkv',
    defect: { kind: 'framesMissing', startS: 4, endS: 9, keepEvery: 5 },
    fact: ['video.fps_drop', 4000, 9000],
  },
  {
    file: 'repeated.mp4',
    defect: { kind: 'framesRepeated', startS: 4, endS: 9, keepEvery: 5 },
    fact: ['video.fps_drop', 4000, 9000],
  },
  { file: 'black.mp4', defect: { kind: 'black', startS: 4, endS: 6 }, fact: ['video.black', 4000, 6000] },
  { file: 'covered.mp4', defect: { kind: 'covered', startS: 4, endS: 7 }, fact: ['video.covered', 4000, 7000] },
  {
    file: 'blurred.mp4',
    defect: { kind: 'blurred', startS: 4, endS: 8, sigmaPx: 4 },
    fact: ['video.blurred', 4000, 8000],
  },
  { file: 'dropout.mp4', defect: { kind: 'dropout', startS: 5, endS: 6.2 }, fact: ['audio.dropout', 5000, 6200] },
  {
    file: 'clipped.mp4',
    defect: { kind: 'clipped', startS: 4.6, endS: 8, gainDb: 18 },
    fact: ['audio.clipped', 4600, 8000],
  },
  { file: 'quiet.webm', defect: { kind: 'quieter', startS: 0, endS: 12, gainDb: -22 }, fact: ['audio.low_volume'] },
  {
    file: 'noisy.webm',
    defect: { kind: 'noisy', startS: 4, endS: 10, amplitude: 0.12 },
    fact: ['audio.noise', 4000, 10_000],
  },
  { file: 'dumb.mp4', defect: { kind: 'noSound' }, fact: ['audio.missing'] },
  { file: 'blind.webm', defect: { kind: 'noPicture' }, fact: ['video.missing'] },
  { file: 'small.webm', more: { width: 480, height: 360 }, fact: ['video.wrong_resolution'] },
];

describe('quality of generated recordings', () => {
  let dir = '';
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'mj-quality-'));
  });
  after(() => rm(dir, { recursive: true, force: true }));

  const inspect = async (path: string, options: Partial<QualityOptions> = {}): Promise<FactDraft[]> => {
    const description = await probe(path);
    return inspectQuality(path, description, { pcm: await extractPcm(path, description, { dir }), ...options });
  };
  const states = (facts: FactDraft[]) => facts.filter((fact) => fact.kind === 'state');

  for (const { file, defect, fact, more } of CASES)
    test(`${file}: ${fact?.[0] ?? 'nothing'}, and nothing else`, async () => {
      const path = join(dir, file);
      const coders = file.endsWith('.webm') ? {} : { video: H264, audio: AAC };
      await makeRecording(path, { durationS: 12, ...coders, ...more, ...(defect === undefined ? {} : { defect }) });
      const found = states(await inspect(path));
      assert.deepEqual(
        found.map((state) => state.name),
        fact === undefined ? [] : [fact[0]],
        JSON.stringify(found),
      );
      if (fact === undefined) return;
      const [, startMs = 0, endMs = 12_000] = fact;
      assert.ok(Math.abs((found[0]!.t as number) - startMs) <= 500, JSON.stringify(found));
      assert.ok(Math.abs((found[0]!.end as number) - endMs) <= 500, JSON.stringify(found));
    });

  test('frames for other detectors come out of the same decoding, at their times; the agreed size is checked', async () => {
    const seen: number[] = [];
    const onFrame = ({ tMs, width, height, rgb }: { tMs: number; width: number; height: number; rgb: Uint8Array }) => {
      seen.push(tMs);
      assert.equal(rgb.length, width * height * 3);
      assert.deepEqual([width, height], [320, 240]);
    };
    const facts = await inspect(join(dir, 'clean.mp4'), {
      frames: { everyMs: 2000, widthPx: 320, onFrame },
      expectedWidthPx: 1280,
    });
    assert.deepEqual(seen, [0, 2000, 4000, 6000, 8000, 10_000]);
    assert.deepEqual(
      states(facts).map((fact) => fact.measures),
      [{ widthPx: 640, heightPx: 480, expectedWidthPx: 1280, expectedHeightPx: 480 }],
    );
  });

  test('a consumer that fails ends the pass, and so does the signal', async () => {
    const onFrame = () => {
      throw new Error('no more faces');
    };
    await assert.rejects(
      inspect(join(dir, 'clean.mp4'), { frames: { everyMs: 500, widthPx: 320, onFrame } }),
      /no more faces/,
    );
    const cancel = new AbortController();
    const options = { signal: cancel.signal, onProgress: () => cancel.abort(new Error('enough')) };
    await assert.rejects(inspect(join(dir, 'clean.mp4'), options), /enough/);
  });
});
