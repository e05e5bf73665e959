import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { testClasses } from './classes.ts';

const dir = mkdtempSync(join(tmpdir(), 'mj-testing-'));
after(() => rmSync(dir, { recursive: true, force: true }));

/** Runs files of that text through runTests in a process outside this test run; answers its counts. */
function counts(...texts: string[]) {
  const files = texts.map((text, n) => {
    const file = join(dir, `sample${n}.test.ts`);
    writeFileSync(file, text);
    return file;
  });
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const counter = join(import.meta.dirname, 'count.fixture.ts');
  const done = spawnSync(process.execPath, [counter, ...files], { env, encoding: 'utf8' });
  return JSON.parse(done.stdout) as { passed: number; failed: number; skipped: number; messages: string[] };
}
const imports = `import { test } from 'node:test';\n`;

test('passes, failures and skips are counted; a failing subtest counts once', () => {
  const { messages, ...found } = counts(
    `${imports}test('a', () => {}); test('b', (t) => t.skip('no data'));
     test('c', async (t) => { await t.test('d', () => { throw new Error('wrong sum'); }); });`,
  );
  assert.deepEqual(found, { passed: 1, failed: 1, skipped: 1 });
  assert.match(messages[0]!, /wrong sum/);
});

for (const [what, text] of [
  ['a file that crashes while loading', `throw new Error('at load');`],
  ['a file killed by a signal', `${imports}test('a', () => process.kill(process.pid, 'SIGKILL'));`],
  ['a file that ends with an exit code before its tests', `process.exit(3);`],
  ['a file that ends with code 0 before its tests are done', `${imports}test('a', () => process.exit(0));`],
  ['a file that hangs', `${imports}test('a', () => new Promise((r) => setTimeout(r, 600000)));`],
  ['a file without a test', `export {};`],
] as const) {
  test(`${what} counts as failed`, () => {
    const found = counts(text, `${imports}test('good', () => {});`);
    assert.ok(found.failed >= 1, JSON.stringify(found));
    assert.equal(found.passed, 1);
  });
}

test('a file name belongs to at most one class', () => {
  const classOf = (file: string) => testClasses.filter((one) => one.holds(file)).map((one) => one.name);
  assert.deepEqual(classOf('engines/rules/fold.test.ts'), ['unit']);
  assert.deepEqual(classOf('server/src/app.int.test.ts'), ['int']);
  assert.deepEqual(classOf('media/probe.media.test.ts'), ['media']);
  assert.deepEqual(classOf('e2e/review.spec.ts'), ['e2e']);
  assert.deepEqual(classOf('e2e/browser.ts'), []);
});
