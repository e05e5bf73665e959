import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { extractPcm, probe } from '@mingjian/media';
import { inspectQuality } from './index.ts';

const folder = fileURLToPath(new URL('../../../shared/data/recordings/', import.meta.url));

/** Label types that differ from the names of facts; `av_offset` needs mouths and is tested with the faces. */
const factName = (type: string): string =>
  ({ wrong_resolution: 'video.wrong_resolution', file_truncated: 'file.truncated' })[type] ?? type.replace('_', '.');

type Label = {
  file: string;
  duration_s: number;
  defects: { type: string; start: number | null; end: number | null }[];
};

test('every named defect of the test recordings is found to half a second, and nothing else', async (t) => {
  if (!existsSync(join(folder, 'labels.json'))) return t.skip('shared test data is not here');
  const { recordings } = JSON.parse(readFileSync(join(folder, 'labels.json'), 'utf8')) as { recordings: Label[] };
  const dir = await mkdtemp(join(tmpdir(), 'mj-recordings-'));
  try {
    for (const { file, defects, duration_s } of recordings) {
      const path = join(folder, file);
      const description = await probe(path);
      const facts = await inspectQuality(path, description, { pcm: await extractPcm(path, description, { dir }) });
      const found = facts.filter((fact) => fact.kind === 'state');
      const expected = defects.filter((defect) => defect.type !== 'av_offset');
      assert.deepEqual(
        found.map((fact) => fact.name),
        expected.map((defect) => factName(defect.type)),
        `${file}: ${JSON.stringify(found)}`,
      );
      expected.forEach((defect, i) => {
        if (defect.start === null) return;
        assert.ok(
          Math.abs((found[i]!.t as number) - defect.start * 1000) <= 500,
          `${file}: ${JSON.stringify(found[i])}`,
        );
        assert.ok(
          Math.abs((found[i]!.end as number) - (defect.end ?? duration_s) * 1000) <= 500,
          `${file}: ${JSON.stringify(found[i])}`,
        );
      });
    }
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
});
