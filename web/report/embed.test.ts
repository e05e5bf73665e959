import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { sampleInspection } from '@mingjian/ui/report/sample.ts';
import { renderReport } from './embed.ts';

const built = existsSync(new URL('./dist/report.html', import.meta.url));

test('words of the recording cannot leave their place in the page', (t) => {
  if (!built) return t.skip('the report page is not built');
  const spiced = structuredClone(sampleInspection);
  spiced.file.name = '</script><b>$& $1';
  const page = renderReport(spiced, { kind: 'none', reason: '</script>' });
  assert.ok(!page.includes('</script><b>'));
  const data = /<script type="application\/json" id="mj-data">(.*?)<\/script>/s.exec(page)?.[1];
  assert.equal(JSON.parse(data ?? '').inspection.file.name, spiced.file.name);
});

test('media that is not base64 is refused; nothing in the page points outside', (t) => {
  if (!built) return t.skip('the report page is not built');
  assert.throws(
    () => renderReport(sampleInspection, { kind: 'embedded', mime: 'video/webm', base64: '<b>' }),
    /base64/,
  );
  const page = renderReport(sampleInspection, { kind: 'embedded', mime: 'video/webm', base64: 'AAAA' });
  assert.ok(!/<(script|link|img)[^>]+(src|href)=/.test(page.replace(/<script type="module">[\s\S]*/, '')));
  assert.match(page, /default-src 'none'/);
});
