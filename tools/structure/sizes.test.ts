import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isTestFile, sources } from './source.ts';

const LOOK_TWICE = 250;
const TOO_LONG = 400;
/** Files that may be longer, each with its reason. */
const EXCUSED: Record<string, string> = {};

const lengths = sources.map(({ file, text }) => ({ file, lines: text.split('\n').length - 1 }));

test(`no file is longer than ${TOO_LONG} lines`, (t) => {
  const long = lengths.filter(({ file, lines }) => lines > TOO_LONG && EXCUSED[file] === undefined);
  assert.deepEqual(long, []);
  for (const { file, lines } of lengths) {
    if (lines > LOOK_TWICE && !isTestFile(file)) t.diagnostic(`${file} has ${lines} lines: look twice`);
  }
});

test('every excuse is needed', () => {
  const needed = lengths.filter(({ lines }) => lines > TOO_LONG).map(({ file }) => file);
  assert.deepEqual(
    Object.keys(EXCUSED).filter((file) => !needed.includes(file)),
    [],
  );
});

test('no name says nothing', () => {
  const empty = /(^|\/)(utils?|helpers?|managers?|common|misc)(\.tsx?$|\/)/;
  assert.deepEqual(
    sources.filter(({ file }) => empty.test(file)).map(({ file }) => file),
    [],
  );
  assert.ok(empty.test('server/src/utils.ts') && empty.test('web/ui/helpers/a.ts'));
});

test('no test is switched off, waits by sleeping or is left unfinished', () => {
  // `t.skip(reason)` inside a test says what is missing on this machine; `test.skip` hides it for good.
  const off = /\b(test|it|describe)\.(skip|only|todo)\b|\b(skip|only|todo):\s*true/;
  const hidden = sources.filter(({ file, text }) => isTestFile(file) && off.test(text) && !file.startsWith('tools/'));
  assert.deepEqual(
    hidden.map(({ file }) => file),
    [],
  );
  const unfinished = /\b(TODO|FIXME|XXX)\b/;
  const open = sources.filter(({ file, text }) => unfinished.test(text) && !file.startsWith('tools/structure/'));
  assert.deepEqual(
    open.map(({ file }) => file),
    [],
  );
});
