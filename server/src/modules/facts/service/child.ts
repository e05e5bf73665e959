import { fork } from 'node:child_process';
import type { FactsAnswer, FactsOrder } from './worker.ts';

const worker = new URL('./worker.ts', import.meta.url);
/** After SIGTERM the worker stops its engines; if it does not, it is killed. */
const KILL_MS = 5000;

/** The worker's answer; a process that died is a failure like any other. @throws the signal's reason when aborted. */
export async function factsInChild(order: FactsOrder, signal: AbortSignal): Promise<FactsAnswer> {
  signal.throwIfAborted();
  const child = fork(worker, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], execArgv: ['--no-warnings'] });
  let complaint = '';
  child.stderr?.on('data', (text) => {
    complaint = (complaint + text).slice(-500);
  });
  const stop = () => {
    child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), KILL_MS).unref();
  };
  signal.addEventListener('abort', stop, { once: true });
  let last: FactsAnswer | undefined;
  child.on('message', (answer: FactsAnswer) => {
    last = answer;
  });
  child.send(order);
  const ended = await new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, killedBy) => resolve(`${killedBy ?? `code ${code}`}`));
  });
  signal.removeEventListener('abort', stop);
  signal.throwIfAborted();
  return (
    last ?? { kind: 'failed', code: 'worker_ended', message: `the process ended early (${ended}) ${complaint}`.trim() }
  );
}
