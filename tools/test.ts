/** `./mj test [class]`: runs the tests of a class, or of all; the last line reads `N passed, N failed` (`, N skipped`). */
import { join } from 'node:path';
import { testClasses } from './testing/classes.ts';
import { type Outcome, runTests } from './testing/run.ts';
import { filesBelow, root } from './tree.ts';

const asked = process.argv[2] ?? 'all';
// Tests make their own instances; those of the person who runs them must stay untouched.
for (const name of ['MJ_DATA', 'MJ_PORT', 'DATABASE_URL', 'NODE_TEST_CONTEXT']) delete process.env[name];

const files = filesBelow();
const total: Omit<Outcome, 'failures' | 'durationMs'> = { passed: 0, failed: 0, skipped: 0 };
for (const one of testClasses) {
  if (asked !== 'all' && asked !== one.name) continue;
  const own = files.filter(one.holds).map((file) => join(root, file));
  console.log(`${one.name}: ${own.length} files`);
  const outcome = await runTests(own, {
    ...one,
    onFailure: ({ file, name, message }) => console.log(`  ✗ ${file}: ${name}\n${indented(message)}`),
  });
  const seconds = (outcome.durationMs / 1000).toFixed(1);
  console.log(
    `${one.name}: ${outcome.passed} passed, ${outcome.failed} failed, ${outcome.skipped} skipped in ${seconds} s`,
  );
  for (const key of ['passed', 'failed', 'skipped'] as const) total[key] += outcome[key];
}
// Nothing run is nothing proven.
if (total.passed + total.failed === 0) {
  console.log(`no ${asked === 'all' ? '' : `${asked} `}test was run`);
  total.failed = 1;
}
console.log(`${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`);
process.exitCode = total.failed > 0 ? 1 : 0;

function indented(text: string): string {
  return text
    .split('\n')
    .slice(0, 30)
    .map((line) => `      ${line}`)
    .join('\n');
}
