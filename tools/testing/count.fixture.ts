/** Runs the named test files and prints the counts: the tests look at it from outside their own run. */
import { runTests } from './run.ts';

const { failures, passed, failed, skipped } = await runTests(process.argv.slice(2), {
  concurrency: 2,
  fileTimeoutMs: 3_000,
});
console.log(JSON.stringify({ passed, failed, skipped, messages: failures.map(({ message }) => message) }));
