import { runWorker } from '../../../platform/worker/index.ts';
import type { FactsAnswer, FactsOrder } from './worker.ts';

const worker = new URL('./worker.ts', import.meta.url);

/** The worker's answer; a process that died is a failure like any other. @throws the signal's reason when aborted. */
export async function factsInChild(order: FactsOrder, signal: AbortSignal): Promise<FactsAnswer> {
  const { last, ended } = await runWorker<FactsAnswer>(worker, order, { signal });
  return last ?? { kind: 'failed', code: 'worker_ended', message: `the process ended early ${ended}` };
}
