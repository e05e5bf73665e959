/** Runs test files, each in a process of its own, and counts what came out. */
import { relative } from 'node:path';
import { run } from 'node:test';
import { root } from '../tree.ts';

export type Failure = { file: string; name: string; message: string };
export type Outcome = { passed: number; failed: number; skipped: number; failures: Failure[]; durationMs: number };
export type RunOptions = { concurrency: number; fileTimeoutMs: number; onFailure?: (failure: Failure) => void };

type Finished = {
  name: string;
  nesting: number;
  skip?: string | boolean;
  todo?: string | boolean;
  details: { type?: string; error?: Error & { failureType?: string; cause?: unknown } };
};

/**
 * @param files absolute paths. A file that crashes, ends with an exit code, runs past its time or holds no test counts as
 * one failure.
 */
export async function runTests(files: string[], options: RunOptions): Promise<Outcome> {
  const began = performance.now();
  const outcome: Outcome = { passed: 0, failed: 0, skipped: 0, failures: [], durationMs: 0 };
  const waiting = [...files];
  const lane = async () => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) await runFile(file, outcome, options);
  };
  await Promise.all(Array.from({ length: options.concurrency }, lane));
  outcome.durationMs = performance.now() - began;
  return outcome;
}

async function runFile(file: string, outcome: Outcome, { fileTimeoutMs, onFailure }: RunOptions): Promise<void> {
  const fail = (name: string, message: string) => {
    const failure = { file: relative(root, file), name, message };
    outcome.failed += 1;
    outcome.failures.push(failure);
    onFailure?.(failure);
  };
  // run() has a `timeout` of its own, but it leaves a hanging process alone; aborting ends the process.
  let finished = 0;
  const stream = run({ files: [file], signal: AbortSignal.timeout(fileTimeoutMs) });
  stream.on('test:pass', (event: Finished) => {
    if (event.details.type === 'suite' || isFile(event)) return;
    finished += 1;
    if (isSet(event.skip) || isSet(event.todo)) outcome.skipped += 1;
    else outcome.passed += 1;
  });
  stream.on('test:fail', (event: Finished) => {
    finished += 1;
    // A parent fails because its children did: they are counted.
    if (event.details.error?.failureType !== 'subtestsFailed') fail(nameOf(event), messageOf(event));
  });
  await drained(stream);
  if (finished === 0) fail(WHOLE, 'it holds no test');
}

async function drained(stream: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of stream);
}

const WHOLE = 'the file as a whole';
const isSet = (value: unknown) => value !== undefined && value !== false;
/** Node reports a whole file as one test, named by its path, when the file itself fails or holds no test. */
const isFile = ({ name, nesting }: Finished) => nesting === 0 && /\.(test|spec)\.tsx?$/.test(name);
const nameOf = (event: Finished) => (isFile(event) ? WHOLE : event.name);

function messageOf({ details }: Finished): string {
  const error = details.error;
  const cause = error?.cause;
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause ?? error?.message ?? 'failed');
}
