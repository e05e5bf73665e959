import { fork } from 'node:child_process';

/** After SIGTERM the worker stops its engines; if it does not, it is killed. */
const KILL_MS = 5000;
/** As much of the worker's complaints as a message to people can hold. */
const COMPLAINT_CHARACTERS = 2000;

export type WorkerRun<Answer> = { signal: AbortSignal; onAnswer?: (answer: Answer) => void };
/** The last answer, if any, and how the process ended, in words. */
export type WorkerEnd<Answer> = { last: Answer | undefined; ended: string };

/**
 * Gives one order to a worker process of its own and waits for its end: a process that died is an end like any other.
 * @throws the signal's reason when aborted.
 */
export async function runWorker<Answer>(
  worker: URL,
  order: object,
  { signal, onAnswer }: WorkerRun<Answer>,
): Promise<WorkerEnd<Answer>> {
  signal.throwIfAborted();
  const child = fork(worker, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], execArgv: ['--no-warnings'] });
  let complaint = '';
  child.stderr?.on('data', (text) => {
    complaint = (complaint + text).slice(-COMPLAINT_CHARACTERS);
  });
  const stop = () => {
    child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), KILL_MS).unref();
  };
  signal.addEventListener('abort', stop, { once: true });
  let last: Answer | undefined;
  child.on('message', (answer: Answer) => {
    last = answer;
    onAnswer?.(answer);
  });
  child.send(order);
  const ended = await new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, killedBy) => resolve(`${killedBy ?? `code ${code}`}`));
  });
  signal.removeEventListener('abort', stop);
  signal.throwIfAborted();
  return { last, ended: `(${ended}) ${complaint}`.trim() };
}
