import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the simulator was asked: the items and the numbered lines as they arrived. */
export type Heard = {
  items: string[];
  lines: { n: number; who: string; text: string }[];
  raw: string;
  headers: IncomingMessage['headers'];
  isStrict: boolean;
};
export type Reply = {
  status?: number;
  headers?: Record<string, string>;
  /** What the model says; a value that is no text is said as JSON. */
  says?: unknown;
  /** The whole body instead of a completion. */
  body?: string;
  refusal?: string;
  finish?: string;
  /** Never answers. */
  hangs?: boolean;
};
export type Simulator = { endpoint: string; heard: Heard[]; close(): Promise<void> };

const jsonLines = (text: string, from: string, to: string): unknown[] =>
  (text.split(`${from}\n`)[1]?.split(`\n${to}`)[0] ?? '').split('\n').flatMap((line) => {
    try {
      return [JSON.parse(line) as unknown];
    } catch {
      return [];
    }
  });

const heardIn = (raw: string, headers: IncomingMessage['headers']): Heard => {
  const body = JSON.parse(raw) as { messages: { content: string }[]; response_format?: unknown };
  const content = body.messages[1]?.content ?? '';
  return {
    items: jsonLines(content, '【质检项】', '【逐字稿】').map((one) => (one as { item: string }).item),
    lines: jsonLines(content, '【逐字稿】', '【完】') as Heard['lines'],
    raw,
    headers,
    isStrict: body.response_format !== undefined,
  };
};

const send = (response: ServerResponse, reply: Reply): void => {
  if (reply.hangs === true) return;
  const content = typeof reply.says === 'string' ? reply.says : JSON.stringify(reply.says ?? { opinions: [] });
  const message = reply.refusal === undefined ? { content } : { content: null, refusal: reply.refusal };
  response.writeHead(reply.status ?? 200, { 'content-type': 'application/json', ...reply.headers });
  response.end(reply.body ?? JSON.stringify({ choices: [{ finish_reason: reply.finish ?? 'stop', message }] }));
};

/** An OpenAI-compatible server that answers as it is told; `at` counts the questions from 0. */
export const startSimulator = async (answer: (heard: Heard, at: number) => Reply): Promise<Simulator> => {
  const heard: Heard[] = [];
  const server = createServer(async (request, response) => {
    let raw = '';
    for await (const part of request) raw += part;
    if (request.method === 'GET')
      return send(response, answer({ items: [], lines: [], raw, headers: request.headers, isStrict: false }, -1));
    const one = heardIn(raw, request.headers);
    send(response, answer(one, heard.push(one) - 1));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    heard,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
