import { existsSync, renameSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { FetchContext } from './ports.ts';

const answerTimeoutMs = 20_000;

/**
 * Downloads a file over https into `dir/fileName`; a broken transfer goes on where it stopped (Range).
 * @throws Error with the address and the status or the network's reason.
 */
export const fetchHttps = async (url: string, context: FetchContext & { fileName: string }): Promise<string> => {
  const target = join(context.dir, context.fileName);
  if (existsSync(target)) return target;
  const part = `${target}.part`;
  const have = statSync(part, { throwIfNoEntry: false })?.size ?? 0;
  const response = await ask(url, have, context.signal);
  // 416: the part is already the whole file, and only the rename was missing.
  if (response.status !== 416) await store(response, { part, have, context });
  renameSync(part, target);
  return target;
};

const ask = async (url: string, have: number, signal: AbortSignal | undefined): Promise<Response> => {
  const patience = new AbortController();
  const timer = setTimeout(
    () => patience.abort(new Error(`no answer within ${answerTimeoutMs / 1000} s`)),
    answerTimeoutMs,
  );
  const stop = signal === undefined ? patience.signal : AbortSignal.any([signal, patience.signal]);
  try {
    const response = await fetch(url, { headers: have > 0 ? { range: `bytes=${have}-` } : {}, signal: stop });
    if (response.ok || (response.status === 416 && have > 0)) return response;
    throw new Error(`it answered ${response.status}`);
  } catch (error) {
    signal?.throwIfAborted();
    const cause = (error as Error).cause as Error | undefined;
    throw new Error(`${url} cannot be read: ${cause?.message || (error as Error).message}`);
  } finally {
    clearTimeout(timer);
  }
};

const store = async (
  response: Response,
  { part, have, context }: { part: string; have: number; context: FetchContext },
): Promise<void> => {
  if (response.body === null) throw new Error(`${response.url} sent nothing`);
  const resumed = response.status === 206;
  let received = resumed ? have : 0;
  // Each piece lies in the file before the next one is asked for: when the line breaks, nothing that was counted is lost.
  const file = await open(part, resumed ? 'a' : 'w');
  try {
    for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
      await file.writeFile(chunk);
      received += chunk.length;
      context.onBytes(received);
    }
  } finally {
    await file.close();
  }
};
