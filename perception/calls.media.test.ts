import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import type { InspectionDocument } from '@mingjian/inspection';
import { ensureModel } from '@mingjian/models';
import type { Conversation, Product } from '@mingjian/timeline';
import { type Engines, inspectRecording, openEngines } from './index.ts';

/** Spoken calls (left = agent, right = customer): from sound to verdict, roles included. */
const folder = new URL('../../shared/data/calls/', import.meta.url);
const here = existsSync(new URL('conversations.jsonl', folder));
const conversations: Conversation[] = here
  ? readFileSync(new URL('conversations.jsonl', folder), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
  : [];

let engines: Engines;
before(() => {
  engines = openEngines();
});
after(() => engines.stop());

const inspect = async (name: string): Promise<InspectionDocument> => {
  const conversation = conversations.find((one) => one.id === name.split('.')[0]);
  return inspectRecording({
    file: new URL(name, folder).pathname,
    engines,
    product: conversation?.product as Product,
    fields: conversation?.fields ?? {},
  });
};
const verdictsOf = (document: InspectionDocument, item: string): string[] =>
  document.findings.filter((f) => f.item === item).map((f) => f.verdict);

test('a bad sale by phone: roles from the channels, promises and pressure found in what was heard', async (t) => {
  if (!here) return t.skip('shared test data is not here');
  const document = await inspect('d02.stereo.opus');
  assert.equal(document.verdict, 'fail');
  assert.deepEqual(new Set(document.conversation.turns.map((turn) => turn.role)), new Set(['agent', 'customer']));
  for (const item of ['sale.confuse_deposit', 'sale.skip_reading', 'say.no_guarantee', 'sale.unsuitable']) {
    assert.ok(verdictsOf(document, item).includes('violated'), `${item}: ${verdictsOf(document, item)}`);
  }
  // A telephone recording has no picture to miss.
  assert.ok(!verdictsOf(document, 'video_missing').includes('violated'));
});

test('the customer asks whether it is safe and the agent denies: no promise, in two channels and in one', async (t) => {
  if (!here) return t.skip('shared test data is not here');
  const stereo = await inspect('d03.stereo.opus');
  assert.ok(!verdictsOf(stereo, 'sale.promise_return').includes('violated'));
  const mono = await inspect('d03.mono.opus');
  assert.ok(mono.conversation.turns.every((turn) => turn.role === 'unknown'));
  assert.ok(!verdictsOf(mono, 'sale.promise_return').includes('violated'));
  assert.equal(mono.capabilities.find((one) => one.name === 'speech.roles')?.available, false);
});

test('one microphone, two voices: told apart by voice, named by their words, no utterance holds two', async (t) => {
  if (!here) return t.skip('shared test data is not here');
  const model = await ensureModel('dvector').catch((error: Error) => error);
  if (model instanceof Error) return t.skip(`the voice model cannot be had: ${model.message}`);
  const document = await inspect('d01.mono.opus');
  const roles = document.conversation.turns.map((turn) => turn.role);
  const truth = conversations.find((one) => one.id === 'd01')?.turns ?? [];
  for (const turn of document.conversation.turns) {
    const overlap = (other: { startMs?: number; endMs?: number }) =>
      Math.min(turn.endMs ?? 0, other.endMs ?? 0) - Math.max(turn.startMs ?? 0, other.startMs ?? 0);
    const said = truth.toSorted((a, b) => overlap(b) - overlap(a))[0];
    assert.equal(turn.role, said?.role, `「${turn.text}」`);
  }
  assert.ok(roles.includes('agent') && roles.includes('customer'));
  assert.equal(document.capabilities.find((one) => one.name === 'speech.roles')?.available, true);
  assert.equal(document.capabilities.find((one) => one.name === 'speech.overlap')?.available, false);
});
