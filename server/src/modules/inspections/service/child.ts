import { readFile } from 'node:fs/promises';
import { runWorker } from '../../../platform/worker/index.ts';
import type { Answer, Order, Result } from './worker.ts';

const worker = new URL('./worker.ts', import.meta.url);

/** A failure with a stable code: of the recording (media codes) or of the inspection itself. */
export class InspectionFailed extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
export type Watch = { signal: AbortSignal; onProgress: (stage: string, done: number) => void };

/** Inspects in a child process. @throws InspectionFailed; the signal's reason when aborted. */
export async function inspectInChild(order: Order, { signal, onProgress }: Watch): Promise<Result> {
  const onAnswer = (answer: Answer): void => {
    if (answer.kind === 'progress') onProgress(answer.stage, answer.done);
  };
  const { last, ended } = await runWorker<Answer>(worker, order, { signal, onAnswer });
  if (last?.kind === 'failed') throw new InspectionFailed(last.code, last.message);
  if (last?.kind !== 'done') throw new InspectionFailed('worker_ended', `the inspecting process ended early ${ended}`);
  return JSON.parse(await readFile(last.path, 'utf8')) as Result;
}
