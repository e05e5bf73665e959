import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from './opinion.ts';
import type { Message } from './prompt.ts';

export type EndpointOptions = {
  /** An OpenAI-compatible base, `https://host/v1`; set by the operator, never by a request. */
  endpoint: string;
  model: string;
  /** Sent as `Authorization: Bearer …` when given. */
  key?: string;
  signal?: AbortSignal;
  /** For one answer; default 60,000. */
  deadlineMs?: number;
  /** Waits between tries, ms; their number is the number of retries. */
  backoffMs?: readonly number[];
  /** Replaced in tests. */
  wait?: (ms: number, signal: AbortSignal) => Promise<unknown>;
};

/** What went wrong, in words that hold nothing of the conversation: bodies of answers may repeat it, so only the status is told. */
export class EndpointError extends Error {
  readonly fault: Fault;
  readonly again: boolean;
  readonly afterMs: number | undefined;
  constructor(message: string, what: { fault: Fault; again: boolean; afterMs?: number | undefined }) {
    super(message);
    this.fault = what.fault;
    this.again = what.again;
    this.afterMs = what.afterMs;
  }
}

const usualDeadlineMs = 60_000;
const usualBackoffMs = [1_000, 3_000, 9_000];
/** A server that asks for more patience than this counts as unreachable. */
const longestWaitMs = 60_000;
const longestAnswerBytes = 400_000;

/** `https://host/v1` and `https://host/v1/chat/completions` are the same endpoint. */
export const addressOf = (endpoint: string, path: 'chat/completions' | 'models'): string => {
  const url = new URL(endpoint);
  url.pathname = `${url.pathname.replace(/\/+$/, '').replace(/\/chat\/completions$/, '')}/${path}`;
  return url.href;
};

export const headersOf = (key: string | undefined): Record<string, string> => ({
  'content-type': 'application/json',
  ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
});

const hints: Record<number, string> = {
  401: '：请检查 MJ_OPINION_KEY check the key',
  403: '：请检查 MJ_OPINION_KEY check the key',
  404: '：请检查 MJ_OPINION_URL 与 MJ_OPINION_MODEL check address and model',
};

const refusedBy = (answer: Response): EndpointError => {
  const { status } = answer;
  const seconds = Number(answer.headers.get('retry-after') ?? Number.NaN);
  const again = status === 429 || status === 408 || status >= 500;
  const afterMs = Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined;
  return new EndpointError(`模型服务返回 it answered ${status}${hints[status] ?? ''}`, {
    fault: again ? 'unreachable' : 'settings',
    again: again && (afterMs ?? 0) <= longestWaitMs,
    afterMs,
  });
};

const readLimited = async (answer: Response): Promise<string> => {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of answer.body ?? []) {
    bytes += part.length;
    if (bytes > longestAnswerBytes)
      throw new EndpointError('模型的回答过长 its answer is too long', { fault: 'unreadable', again: false });
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
};

type Completion = { choices?: { finish_reason?: string; message?: { content?: unknown; refusal?: unknown } }[] };

/** What the model said. @throws EndpointError when it is no completion, or a refusal. */
const contentOf = (body: string): string => {
  let completion: Completion | null;
  try {
    completion = JSON.parse(body) as Completion | null;
  } catch {
    throw new EndpointError('回答不是 JSON its answer is not JSON', { fault: 'unreadable', again: true });
  }
  const choice = Array.isArray(completion?.choices) ? completion.choices[0] : undefined;
  const refusal = choice?.message?.refusal;
  if (choice?.finish_reason === 'content_filter' || (typeof refusal === 'string' && refusal !== ''))
    throw new EndpointError('模型拒绝回答 the model refuses to answer', { fault: 'refused', again: false });
  const content = choice?.message?.content;
  if (typeof content !== 'string')
    throw new EndpointError('回答里没有文字 there is no text in its answer', { fault: 'unreadable', again: true });
  return content;
};

const once = async (messages: readonly Message[], options: EndpointOptions, strict: boolean): Promise<string> => {
  const deadlineMs = options.deadlineMs ?? usualDeadlineMs;
  const deadline = AbortSignal.timeout(deadlineMs);
  const signal = options.signal === undefined ? deadline : AbortSignal.any([options.signal, deadline]);
  try {
    const answer = await fetch(addressOf(options.endpoint, 'chat/completions'), {
      method: 'POST',
      headers: headersOf(options.key),
      body: JSON.stringify({
        model: options.model,
        messages,
        temperature: 0,
        ...(strict ? { response_format: { type: 'json_object' } } : {}),
      }),
      redirect: 'error',
      signal,
    });
    // Servers that know no response_format say 400: the prompt alone has to do then.
    if (strict && (answer.status === 400 || answer.status === 422)) {
      await answer.body?.cancel();
      return await once(messages, options, false);
    }
    if (!answer.ok) {
      await answer.body?.cancel();
      throw refusedBy(answer);
    }
    return contentOf(await readLimited(answer));
  } catch (error) {
    options.signal?.throwIfAborted();
    if (error instanceof EndpointError) throw error;
    const what = deadline.aborted ? `${deadlineMs} ms 内没有回答 no answer in time` : '连接不上 cannot be reached';
    throw new EndpointError(`模型服务${what}`, { fault: 'unreachable', again: true });
  }
};

const waitAbortably = (ms: number, signal: AbortSignal) => sleep(ms, undefined, { signal });

/**
 * One answer of the model, as text that `read` accepts; asked again after 408, 429, 5xx, silence and answers that cannot be read.
 * @throws EndpointError with the last fault; the caller's own abort as it is.
 */
export const answerOf = async <T>(
  messages: readonly Message[],
  options: EndpointOptions & { read: (content: string) => T | undefined },
): Promise<T> => {
  const backoffMs = options.backoffMs ?? usualBackoffMs;
  const signal = options.signal ?? new AbortController().signal;
  for (let tries = 0; ; tries++) {
    try {
      const read = options.read(await once(messages, options, true));
      if (read !== undefined) return read;
      throw new EndpointError('回答不是要求的 JSON its answer is not the JSON asked for', {
        fault: 'unreadable',
        again: true,
      });
    } catch (error) {
      const pause = backoffMs[tries];
      if (!(error instanceof EndpointError) || !error.again || pause === undefined) throw error;
      await (options.wait ?? waitAbortably)(Math.max(pause, error.afterMs ?? 0), signal);
    }
  }
};
