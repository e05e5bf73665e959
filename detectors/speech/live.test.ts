import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startEngine } from '@mingjian/detector-core';
import type { FactDraft } from '@mingjian/timeline';
import fc from 'fast-check';
import { openLiveTrack } from './live.ts';
import { openLive } from './open-live.ts';
import { deadly, standIn, talkBytes } from './stand-in.fixture.ts';
import { type Listener, transcribe } from './transcribe.ts';
import { openTurns } from './turns.ts';

const dir = mkdtempSync(join(tmpdir(), 'mj-live-'));
const engine = startEngine(fileURLToPath(new URL('./stand-in-engine.fixture.ts', import.meta.url)), { name: 'speech' });
after(async () => {
  await engine.stop();
  rmSync(dir, { recursive: true, force: true });
});
const never = new AbortController().signal;
const request = { role: 'customer', track: 'a0' } as const;

/** In the order in which they stand on the clock; corrections in the place of what they correct. */
const inLastForm = (facts: readonly FactDraft[]): FactDraft[] =>
  facts.filter((fact) => fact.provisional !== true).toSorted((a, b) => a.t - b.t || (a.name < b.name ? -1 : 1));

const piecesOf = (bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] => {
  const pieces: Uint8Array[] = [];
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = Math.max(1, sizes[i % sizes.length] ?? bytes.length);
    pieces.push(bytes.subarray(at, at + size));
    at += size;
  }
  return pieces;
};

const live = async (pieces: readonly Uint8Array[], listener: Listener = standIn()) => {
  const facts: FactDraft[] = [];
  const watermarks: number[] = [];
  const run = {
    signal: never,
    turns: openTurns(),
    emit: (fact: FactDraft) => facts.push(fact),
    settled: (ms: number) => watermarks.push(ms),
  };
  const track = openLiveTrack(listener, request, run);
  for (const piece of pieces) await track.push(piece);
  await track.stop();
  return { facts, watermarks };
};

const whole = async (bytes: Uint8Array): Promise<FactDraft[]> => {
  const pcmPath = join(dir, 'whole.pcm');
  writeFileSync(pcmPath, bytes.subarray(0, bytes.length - (bytes.length % 2)));
  const facts: FactDraft[] = [];
  const run = { signal: never, progress: () => {}, emit: (fact: FactDraft) => facts.push(fact) };
  await transcribe(standIn(), { ...request, pcmPath }, run);
  return facts;
};

const runs = fc.array(
  fc.tuple(
    fc.constantFrom(0, 0.02, 0.1, 0.3, 0.9),
    fc.oneof(fc.integer({ min: 10, max: 900 }), fc.integer({ min: 900, max: 14000 })),
  ),
  { minLength: 1, maxLength: 5 },
);
const sizes = fc.array(fc.oneof(fc.integer({ min: 1, max: 4001 }), fc.integer({ min: 4000, max: 400000 })), {
  minLength: 1,
  maxLength: 5,
});

test('live facts are those of the whole recording, however the bytes are cut', async () => {
  await fc.assert(
    fc.asyncProperty(runs, sizes, async (talk, cuts) => {
      const bytes = talkBytes(talk);
      const { facts } = await live(piecesOf(bytes, cuts));
      assert.deepEqual(inLastForm(facts), inLastForm(await whole(bytes)));
    }),
    { numRuns: 40 },
  );
});

const sentences = talkBytes([
  [0, 500],
  [0.9, 2000],
  [0, 1000],
  [0.8, 1500],
  [0, 1000],
  [0.7, 2500],
  [0, 1000],
  [0.6, 3000],
  [0, 800],
]);

test('pieces of one byte and a sound of half a sample are taken', async () => {
  const short = talkBytes([
    [0, 100],
    [0.9, 700],
    [0, 300],
  ]).subarray(0, -1);
  const { facts } = await live(piecesOf(short, [1]));
  assert.deepEqual(inLastForm(facts), inLastForm(await whole(short)));
  assert.equal(facts.filter((fact) => fact.name === 'voice.active').length, 1);
});

test('a provisional text is written before its correction, both under one key', async () => {
  const weak: Listener = {
    ...standIn(),
    first: async (hearing) => {
      const look = await standIn().first(hearing);
      return { fact: look.fact, settle: async () => ({ ...look.fact, text: 'settled' }) };
    },
  };
  const { facts } = await live([sentences], weak);
  const texts = facts.filter((fact) => fact.name === 'speech.text');
  const provisional = texts.filter((fact) => fact.provisional === true);
  assert.ok(provisional.length > 0);
  for (const fact of provisional) {
    const last = texts.findLast((other) => other.utterance === fact.utterance);
    assert.equal(last?.text, 'settled');
    assert.ok(texts.indexOf(fact) < texts.indexOf(last as FactDraft));
  }
});

test('the watermark never passes a fact that is still to come', async () => {
  const seen: { settled: number; fact?: FactDraft }[] = [];
  let settled = 0;
  const run = {
    signal: never,
    turns: openTurns(),
    emit: (fact: FactDraft) => seen.push({ settled, fact }),
    settled: (ms: number) => {
      settled = ms;
    },
  };
  const track = openLiveTrack(standIn(), request, run);
  for (const piece of piecesOf(sentences, [3333])) await track.push(piece);
  await track.stop();
  for (const { settled: before, fact } of seen) {
    if (fact?.name !== 'voice.active')
      assert.ok((fact?.t ?? 0) >= before, `${fact?.name} at ${fact?.t} after ${before}`);
  }
  assert.equal(settled, sentences.length / 32);
});

test('second looks wait for the live edge, but never with more than 10 s of speech', async () => {
  let most = 0;
  let order = '';
  const slow: Listener = {
    ...standIn(),
    first: async (hearing) => {
      order += '1';
      most = Math.max(most, track.backlogMs());
      const { fact } = await standIn().first(hearing);
      const settle = async () => {
        order += '2';
        return fact;
      };
      return { fact, settle };
    },
  };
  const run = { signal: never, turns: openTurns(), emit: () => {}, settled: () => {} };
  const track = openLiveTrack(slow, request, run);
  const talk = talkBytes(
    Array.from(
      { length: 8 },
      () =>
        [
          [0.9, 4000],
          [0, 1000],
        ] as const,
    ).flat(),
  );
  for (const piece of piecesOf(talk, [32000])) await track.push(piece);
  await track.stop();
  assert.equal(order.length, 16);
  assert.ok(order.startsWith('11'), order);
  assert.ok(most > 0 && most <= 10000, `${most} ms`);
});

test('a crash of the process costs a gap that is reported; talk before and after it is there', async () => {
  const facts: FactDraft[] = [];
  const track = await openLive(
    request,
    { signal: never, emit: (fact) => facts.push(fact) },
    { engine, models: () => ({}) },
  );
  const poison = talkBytes([[0.5, 1000]]);
  new DataView(poison.buffer).setInt16(16000, deadly, true);
  for (const piece of piecesOf(sentences, [9001])) await track.push(piece);
  for (const piece of piecesOf(poison, [9001])) await track.push(piece);
  for (const piece of piecesOf(sentences, [9001])) await track.push(piece);
  await track.stop();
  const gaps = facts.filter((fact) => fact.name === 'speech.gap');
  assert.equal(gaps.length, 1);
  const [gap] = gaps;
  assert.match(gap?.reason ?? '', /engine speech ended \(exit 9\)/);
  const textTimes = inLastForm(facts).filter((fact) => fact.kind === 'utterance' || fact.name === 'speech.rejected');
  assert.ok(textTimes.some((fact) => (fact.end ?? 0) <= (gap?.t ?? 0)));
  assert.ok(textTimes.some((fact) => fact.t >= (gap?.end ?? 0)));
  assert.ok(textTimes.every((fact) => (fact.end ?? 0) <= (gap?.t ?? 0) || fact.t >= (gap?.end ?? 0)));
  assert.equal(track.heardMs(), (2 * sentences.length + poison.length) / 32);
});

test('a process that always dies turns the capability off, with its reason and the whole loss', async () => {
  const facts: FactDraft[] = [];
  const track = await openLive(
    request,
    { signal: never, emit: (fact) => facts.push(fact) },
    { engine, models: () => ({}) },
  );
  const poison = talkBytes([[0.5, 1000]]);
  new DataView(poison.buffer).setInt16(16000, deadly, true);
  for (let i = 0; i < 5; i++) await track.push(poison);
  await track.stop();
  const off = facts.find((fact) => fact.kind === 'capability');
  assert.deepEqual([off?.name, off?.value], ['speech.transcribe', false]);
  const lost = facts.filter((fact) => fact.name === 'speech.gap').reduce((sum, gap) => sum + (gap.end ?? 0) - gap.t, 0);
  assert.equal(lost, 5000);
});

test('a process that dies while the last sound is taken costs that sound, and stop still ends', async () => {
  const facts: FactDraft[] = [];
  const track = await openLive(
    request,
    { signal: never, emit: (fact) => facts.push(fact) },
    { engine, models: () => ({}) },
  );
  const ending = talkBytes([[0.5, 1010]]);
  new DataView(ending.buffer).setInt16(ending.length - 4, deadly, true);
  await track.push(ending);
  await track.stop();
  const gaps = facts.filter((fact) => fact.name === 'speech.gap');
  assert.deepEqual([gaps.length, gaps[0]?.end], [1, 1010]);
});

test('a process that ends after the track was stopped loses nothing and is not started again', async () => {
  const facts: FactDraft[] = [];
  const calls: string[] = [];
  let die: (error: Error) => void = () => {};
  const call: typeof engine.call = (method, _, options) => {
    calls.push(method);
    if (method !== 'live') return Promise.resolve(undefined as never);
    options?.onEvent?.({ opened: true });
    return new Promise((_resolve, reject) => {
      die = reject;
    });
  };
  const run = { signal: never, emit: (fact: FactDraft) => facts.push(fact) };
  const track = await openLive(request, run, { engine: { ...engine, call }, models: () => ({}) });
  await track.push(sentences);
  await track.stop();
  die(new Error('engine speech ended (SIGKILL)'));
  await new Promise(setImmediate);
  assert.deepEqual([facts, calls], [[], ['live', 'livePush', 'liveStop']]);
});
