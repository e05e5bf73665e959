/**
 * One detector on one file in a process of its own: a crash or a runaway file ends this process, not the server. Started by child.ts with
 * an IPC channel; answers the file of the facts or the failure.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { append, encodeFacts, openTimeline } from '@mingjian/timeline';
import { detectors } from './detectors.ts';

export type FactsOrder = { id: string; detector: string; path: string; dir: string; expect?: string };
export type FactsAnswer =
  | { kind: 'done'; path: string; count: number }
  | { kind: 'failed'; code: string; message: string };

const ending = new AbortController();
process.once('message', (order: FactsOrder) => void work(order));
process.once('SIGTERM', () => ending.abort(new Error('stopped')));
process.once('disconnect', () => ending.abort(new Error('the server is gone')));

async function work({ id, detector, ...input }: FactsOrder): Promise<void> {
  const answer = await measured({ id, detector, ...input }).catch((error: Error & { code?: unknown }): FactsAnswer => {
    const code = typeof error.code === 'string' ? error.code : 'facts_failed';
    return { kind: 'failed', code, message: error.message };
  });
  process.send?.(answer, () => process.exit(0));
}

async function measured({ id, detector, ...input }: FactsOrder): Promise<FactsAnswer> {
  const run = detectors[detector];
  if (run === undefined) throw new Error(`there is no detector ${detector}`);
  const timeline = openTimeline(id);
  const drafts = await run({ ...input, signal: ending.signal });
  for (const draft of drafts.sort((a, b) => a.t - b.t)) append(timeline, draft);
  const path = join(input.dir, 'facts.jsonl');
  await writeFile(path, encodeFacts(timeline.facts), { mode: 0o600 });
  return { kind: 'done', path, count: timeline.facts.length };
}
