import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { FactDraft } from '@mingjian/timeline';
import { openPcm } from '../pcm.ts';
import { standIn, talkBytes } from '../stand-in.fixture.ts';
import { findVoices, transcribe } from '../transcribe.ts';
import { transcribeByAny, type Way, wayOf } from './fail-over.ts';
import { httpRecogniser, verboseJson } from './http.ts';
import { type FindVoices, recognisedFact } from './recogniser.ts';
import { sherpaRecogniser, sherpaResult } from './sherpa.ts';

const dir = mkdtempSync(join(tmpdir(), 'mj-adapters-'));
const pcmPath = join(dir, 'talk.pcm');
writeFileSync(
  pcmPath,
  talkBytes([
    [0, 500],
    [0.8, 2000],
    [0, 1000],
    [0.7, 1500],
    [0, 500],
  ]),
);
const request = { pcmPath, role: 'customer', track: 'a0' } as const;

type Asked = { form: FormData; authorization: string | undefined };
let answer: (asked: Asked, response: ServerResponse) => void = (_, response) => response.end('{}');
const asked: Asked[] = [];
const held = new Set<ServerResponse>();
/** A small stand-in for the service: reads the multipart form as any server would. */
const server = createServer(async (message: IncomingMessage, response: ServerResponse) => {
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(part as Buffer);
  const headers = { 'content-type': message.headers['content-type'] ?? '' };
  const form = await new Response(Buffer.concat(parts), { headers }).formData();
  const one = { form, authorization: message.headers.authorization };
  asked.push(one);
  answer(one, response);
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/audio/transcriptions`;
after(() => {
  for (const response of held) response.destroy();
  server.close();
  rmSync(dir, { recursive: true, force: true });
});

const voices: FindVoices = async (wanted, run) => {
  const pcm = openPcm(wanted.pcmPath);
  try {
    return await findVoices(standIn(), { request: wanted, pcm }, run);
  } finally {
    pcm.close();
  }
};
const runInto = (facts: FactDraft[], signal = new AbortController().signal) => ({
  signal,
  progress: () => {},
  emit: (fact: FactDraft) => facts.push(fact),
});
const verbose = (text: string, more: object = {}) =>
  JSON.stringify({
    language: 'chinese',
    text,
    words: [{ word: text, start: 0.2, end: 1.2 }],
    segments: [{ avg_logprob: -0.1, no_speech_prob: 0.01 }],
    ...more,
  });
const http = (more: object = {}) => httpRecogniser({ url, model: 'whisper-1', apiKey: 'k', ...more });

test('the endpoint gets a WAV, the model and zh, and gives the facts of a transcript', async () => {
  asked.length = 0;
  answer = (_, response) => response.end(verbose('這個產品有風險'));
  const facts: FactDraft[] = [];
  await wayOf(http(), voices).transcribe({ ...request, promptWords: ['净值'] }, runInto(facts));
  const texts = facts.filter((fact) => fact.name === 'speech.text');
  assert.deepEqual(
    texts.map((fact) => [fact.text, fact.detector, fact.model, fact.role]),
    [0, 1].map(() => ['这个产品有风险', 'speech/http:whisper-1', 'whisper-1', 'customer']),
  );
  const { form, authorization } = asked[0]!;
  assert.deepEqual(
    [form.get('model'), form.get('language'), form.get('response_format'), form.get('prompt')],
    ['whisper-1', 'zh', 'verbose_json', '净值。'],
  );
  assert.equal(authorization, 'Bearer k');
  const wav = Buffer.from(await (form.get('file') as File).arrayBuffer());
  assert.equal(wav.toString('ascii', 0, 4), 'RIFF');
  const [first] = texts;
  assert.equal((wav.length - 44) / 32, (first?.end ?? 0) - (first?.t ?? 0) + 300);
  const words = first?.words ?? [];
  assert.deepEqual([words.length, words[0]?.startMs], [7, (first?.t ?? 0) - 150 + 200]);
  assert.ok(facts.some((fact) => fact.name === 'voice.active'));
});

test('the gates refuse another language, silence, uncertainty and loops with a reason', () => {
  const recogniser = http();
  const factOf = (heard: Parameters<typeof recognisedFact>[0]) =>
    recognisedFact(heard, { recogniser, request, stretch: { startMs: 0, endMs: 900 }, fromMs: 0 });
  assert.equal(factOf({ text: 'Hello', language: 'en' }).reason, 'not Mandarin (en)');
  assert.equal(factOf({ text: '。' }).reason, 'not speech');
  assert.equal(factOf({ text: '你好', noSpeech: 0.9 }).reason, 'not speech');
  assert.equal(factOf({ text: '你好', meanLogProb: -1.2 }).reason, 'too uncertain');
  assert.equal(factOf({ text: '好好好好好好好好好' }).reason, 'too uncertain');
  assert.equal(factOf({ text: '你好', language: 'zh' }).name, 'speech.text');
});

test('verbose_json is read, anything else is refused', () => {
  const heard = verboseJson(JSON.parse(verbose('风险')));
  assert.deepEqual(heard.words, [
    { text: '风', startMs: 200, endMs: 700 },
    { text: '险', startMs: 700, endMs: 1200 },
  ]);
  assert.deepEqual([heard.language, heard.meanLogProb], ['zh', -0.1]);
  assert.throws(() => verboseJson({ error: 'x' }), /not verbose_json/);
});

test('what goes wrong is said with the service and what to do', async () => {
  const cases: [RegExp, (response: ServerResponse) => void, object?][] = [
    [/answered 401 \(check the key\)/, (response) => response.writeHead(401).end('no')],
    [/answered 503: busy/, (response) => response.writeHead(503).end('busy')],
    [/not verbose_json/, (response) => response.end('{"error":1}')],
    [/longer than/, (response) => response.end('x'.repeat(1_100_000))],
    [/no answer within 40 ms/, (response) => held.add(response), { deadlineMs: 40 }],
  ];
  for (const [expected, behave, more] of cases) {
    answer = (_, response) => behave(response);
    const failed = http(more).recognise(new Float32Array(16000), { signal: new AbortController().signal });
    await assert.rejects(failed, (error: Error) => expected.test(error.message) && error.message.includes('127.0.0.1'));
  }
});

const local: Way = {
  name: 'own recogniser',
  capability: () => ({ name: 'speech.transcribe', available: true, model: 'sha256:own' }),
  transcribe: (wanted, run) => transcribe(standIn(), wanted, run),
};
const crashing: Way = {
  ...local,
  transcribe: async (_, run) => {
    run.emit({ t: 0, kind: 'utterance', name: 'speech.text', text: 'half', detector: 'broken' });
    throw new Error('engine speech ended (SIGSEGV)');
  },
};
const absent: Way = {
  ...local,
  name: 'child',
  capability: () => sherpaRecogniser({ kind: 'paraformer', dir }).capability(),
};
const capabilityOf = (facts: FactDraft[]) => facts.filter((fact) => fact.kind === 'capability');

test('the first way that works writes the facts; a working one leaves the others alone', async () => {
  const facts: FactDraft[] = [];
  const result = await transcribeByAny([local, crashing], request, { run: runInto(facts) });
  assert.equal(result.used, 'own recogniser');
  assert.deepEqual([capabilityOf(facts)[0]?.value, capabilityOf(facts)[0]?.reason], [true, undefined]);
});

test('after a crash and a way without weights the endpoint answers; nothing of the failed way stays', async () => {
  answer = (_, response) => response.end(verbose('同意'));
  const facts: FactDraft[] = [];
  const result = await transcribeByAny([crashing, absent, wayOf(http(), voices)], request, { run: runInto(facts) });
  assert.match(result.used ?? '', /^http/);
  assert.ok(!facts.some((fact) => fact.text === 'half'));
  assert.equal(facts.filter((fact) => fact.name === 'speech.text').length, 2);
  const [capability] = capabilityOf(facts);
  assert.equal(capability?.value, true);
  assert.match(capability?.reason ?? '', /SIGSEGV/);
  assert.match(
    capability?.reason ?? '',
    /weights not here: paraformer needs model.int8.onnx, tokens.txt|not installed/,
  );
});

test('a way that hangs is left at its deadline; when all fail the capability is off with every reason', async () => {
  const hanging: Way = {
    ...local,
    name: 'hanging',
    transcribe: (_, run) =>
      new Promise((_resolve, reject) =>
        run.signal.addEventListener('abort', () => reject(run.signal.reason), { once: true }),
      ),
  };
  const facts: FactDraft[] = [];
  const result = await transcribeByAny([hanging, absent], request, {
    run: runInto(facts),
    leastMs: 30,
    timesRealTime: 0,
  });
  assert.equal(result.used, null);
  assert.deepEqual(
    facts.map((fact) => [fact.kind, fact.name, fact.value]),
    [['capability', 'speech.transcribe', false]],
  );
  assert.match(facts[0]?.reason ?? '', /hanging: not ready within 30 ms; child: sherpa-onnx/);
});

test('the caller can stop', async () => {
  const controller = new AbortController();
  controller.abort(new Error('stopped'));
  await assert.rejects(transcribeByAny([local], request, { run: runInto([], controller.signal) }), /stopped/);
});

test('results of sherpa-onnx become characters with times; tags and piece marks go', () => {
  const heard = sherpaResult({
    text: '风险 ok',
    tokens: ['<|zh|>', '风', '险', '▁ok'],
    timestamps: [0, 0.5, 0.7, 2],
    lang: '<|zh|>',
  });
  assert.deepEqual(heard, {
    text: '风险 ok',
    language: 'zh',
    words: [
      { text: '风', startMs: 500, endMs: 700 },
      { text: '险', startMs: 700, endMs: 1100 },
      { text: 'ok', startMs: 2000, endMs: 2200 },
    ],
  });
  assert.throws(() => sherpaResult({}), /no text/);
});

test('a model that ends the process of sherpa-onnx ends only that', async (t) => {
  const bad = sherpaRecogniser({ kind: 'paraformer', dir });
  for (const file of ['model.int8.onnx', 'tokens.txt']) writeFileSync(join(dir, file), 'not a model');
  if (!bad.capability().available) return t.skip('the optional package sherpa-onnx-node is not here');
  await assert.rejects(bad.recognise(new Float32Array(1600), { signal: new AbortController().signal }), /.+/);
  await bad.stop?.();
});
