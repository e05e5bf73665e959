import assert from 'node:assert/strict';
import { test } from 'node:test';
import { offsetBySenderReports, type SentTrack } from './sender-reports.ts';

/** A track whose sample of sender time `atMs` lies at `fileMs`; its clock runs `ppm` fast and wraps. */
const track = (
  clockHz: number,
  options: { fileMs: number; atMs: number; ppm?: number; startRtp?: number; every?: number[] },
): SentTrack => {
  const { fileMs, atMs, ppm = 0, startRtp = 0, every = [0, 5000, 10_000, 15_000] } = options;
  const rtp = (ms: number) => (startRtp + Math.round((ms * clockHz * (1 + ppm / 1e6)) / 1000)) % 2 ** 32;
  return {
    clockHz,
    reports: every.map((ms) => ({ rtp: rtp(ms), ntpMs: 3.9e12 + ms })),
    anchor: { rtp: rtp(atMs), fileMs },
  };
};

test('sound that lies 180 ms later in the file than the picture of the same moment', () => {
  const offset = offsetBySenderReports({
    audio: track(48_000, { atMs: 4000, fileMs: 1180 }),
    video: track(90_000, { atMs: 4000, fileMs: 1000 }),
  });
  assert.deepEqual(offset, { audioLateMs: 180, driftPpm: 0, confidence: 0.95, method: 'sender reports' });
});

test('anchors of different moments, wrapped time stamps and a drifting clock', () => {
  const offset = offsetBySenderReports({
    audio: track(48_000, { atMs: 9000, fileMs: 6000, ppm: 80, startRtp: 2 ** 32 - 200_000 }),
    video: track(90_000, { atMs: 2000, fileMs: -940, startRtp: 2 ** 32 - 1000 }),
  });
  assert.ok('audioLateMs' in offset);
  assert.ok(Math.abs(offset.audioLateMs - (6000 - 9000 - (-940 - 2000))) <= 1, JSON.stringify(offset));
  assert.ok(Math.abs(offset.driftPpm + 80) <= 2);
});

test('nothing to go by, one report, and reports that contradict each other', () => {
  const good = track(90_000, { atMs: 0, fileMs: 0 });
  const none = offsetBySenderReports({ audio: { ...good, reports: [] }, video: good });
  assert.deepEqual(none, { undecidable: 'no sender report of the audio track' });
  const one = offsetBySenderReports({ audio: track(48_000, { atMs: 0, fileMs: 40, every: [0] }), video: good });
  assert.ok('audioLateMs' in one && one.audioLateMs === 40 && one.confidence < 0.95);
  const broken = track(48_000, { atMs: 0, fileMs: 0 });
  const jumps = broken.reports.map((report, i) => ({ ...report, ntpMs: report.ntpMs + (i === 2 ? 900 : 0) }));
  const contradicting = offsetBySenderReports({ audio: { ...broken, reports: jumps }, video: good });
  assert.match('undecidable' in contradicting ? contradicting.undecidable : '', /audio track contradict each other/);
});
