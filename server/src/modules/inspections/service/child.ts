import { fork } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import type { Answer, Order, Result } from './worker.ts';

const worker = new URL('./worker.ts', import.meta.url);
/** After SIGTERM the worker stops its engines; if it does not, it is killed. */
const KILL_MS = 5000;

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
  signal.throwIfAborted();
  const child = fork(worker, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], execArgv: ['--no-warnings'] });
  let complaint = '';
  child.stderr?.on('data', (text) => {
    complaint = (complaint + text).slice(-2000);
  });
  const stop = () => {
    child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), KILL_MS).unref();
  };
  signal.addEventListener('abort', stop, { once: true });
  let last: Answer | undefined;
  child.on('message', (answer: Answer) => {
    last = answer;
    if (answer.kind === 'progress') onProgress(answer.stage, answer.done);
  });
  child.send(order);
  const ended = await new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, killedBy) => resolve(`${killedBy ?? `code ${code}`}`));
  });
  signal.removeEventListener('abort', stop);
  signal.throwIfAborted();
  if (last?.kind === 'failed') throw new InspectionFailed(last.code, last.message);
  if (last?.kind !== 'done') {
    throw new InspectionFailed('worker_ended', `the inspecting process ended early (${ended}) ${complaint}`.trim());
  }
  return JSON.parse(await readFile(last.path, 'utf8')) as Result;
}
