import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import type { Finding, InspectionDocument } from '@mingjian/inspection';
import { type Engines, inspectRecording, openEngines } from './index.ts';

/** The development recordings: each named defect must be found by the whole pipeline, the good ones must be clean. */
const folder = new URL('../../shared/data/recordings/', import.meta.url);
type Defect = { type: string; start: number | null; end: number | null; audio_late_ms?: number };
type Label = { file: string; defects: Defect[] };
/** Every file costs half a minute; the others are found by detectors/quality alone. `MJ_TEST_ALL=1` runs them all. */
const chosen = [
  'good.webm',
  'good-clock.webm',
  'frozen-under-clock.webm',
  'av-delay-600.webm',
  'truncated.webm',
  'audio-only.webm',
];
const all: Label[] = existsSync(new URL('labels.json', folder))
  ? JSON.parse(readFileSync(new URL('labels.json', folder), 'utf8')).recordings
  : [];

const labels = process.env.MJ_TEST_ALL === '1' ? all : all.filter((label) => chosen.includes(label.file));

let engines: Engines;
before(() => {
  engines = openEngines();
});
after(() => engines.stop());

const violated = (document: InspectionDocument): Finding[] => document.findings.filter((f) => f.verdict === 'violated');
const media = /^(video_|audio_|av_offset|file_truncated|wrong_resolution)/;

if (labels.length === 0) {
  test('recordings with named defects', (t) => t.skip('shared test data is not here'));
}

for (const label of labels) {
  test(`${label.file}: ${label.defects.map((d) => d.type).join(', ') || 'clean'}`, async () => {
    const document = await inspectRecording({ file: new URL(label.file, folder).pathname, engines });
    const found = violated(document).filter((f) => media.test(f.item));
    const said = `found ${found.map((f) => `${f.item} ${f.spans.map((s) => `${s.startMs}–${s.endMs}`)}`).join('; ') || 'nothing'}`;
    if (label.defects.length === 0) {
      assert.deepEqual(violated(document), [], said);
      return;
    }
    for (const defect of label.defects) {
      const finding = found.find((f) => f.item === defect.type);
      assert.ok(finding, `${defect.type} not found; ${said}`);
      if (defect.audio_late_ms !== undefined) {
        const measured = finding.measures?.audioLateMs ?? Number.NaN;
        assert.ok(Math.abs(measured - defect.audio_late_ms) <= 120, `offset read as ${measured} ms`);
      } else if (defect.start !== null && defect.end !== null && defect.end - defect.start < 55) {
        const start = Math.min(...finding.spans.map((s) => s.startMs)) / 1000;
        const end = Math.max(...finding.spans.map((s) => s.endMs)) / 1000;
        assert.ok(
          Math.abs(start - defect.start) <= 0.5 && Math.abs(end - defect.end) <= 0.5,
          `${start}–${end}; ${said}`,
        );
      }
    }
    const expected = new Set(label.defects.map((d) => d.type));
    const alarms = found.filter((f) => !expected.has(f.item));
    assert.deepEqual(
      alarms.map((f) => f.item),
      [],
      `false alarms; ${said}`,
    );
  });
}
