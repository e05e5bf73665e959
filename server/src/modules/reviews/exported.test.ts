import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { InspectionDocument } from '@mingjian/inspection';
import { saidItems } from '@mingjian/rulebooks/heads/lessons.ts';
import type { Finding, Span } from '@mingjian/rules/finding.ts';
import { merged, reviewedOf, turnsOf } from './exported.ts';
import type { ReviewedRun } from './store.ts';

const span = (turns: number[] | undefined, label?: string): Span => ({
  ...{ startMs: 0, endMs: 1, ...(turns === undefined ? {} : { turns }), ...(label === undefined ? {} : { label }) },
});
const finding = (id: string, more: Partial<Finding> = {}): Finding => ({
  ...{ id, item: 'sale.promise_return', rule: 'r', pack: 'p@1.0.0', severity: 'major' },
  ...{ verdict: 'violated', spans: [span([1], 'promise')], ...more },
});
const documentOf = (findings: Finding[]) =>
  ({
    conversation: {
      id: 'random',
      product: 'bank',
      scope: 'full',
      fields: { customerName: '赵小明', amount: 5 },
      turns: [
        { role: 'agent', text: '赵小明先生您好，我是苏明', startMs: 0, endMs: 900 },
        { role: 'agent', text: '肯定保本，您的电话是13812345678', startMs: 1000, endMs: 2000 },
      ],
    },
    findings,
  }) as unknown as InspectionDocument;
const run = (marks: ReviewedRun['marks']): ReviewedRun => ({
  ...{ sessionId: 's', runId: 'r', agentName: '苏明', fields: { customerName: '赵小明', amount: 5 }, marks },
});

const said = (['agent', 'agent', 'customer', 'agent'] as const).map((role) => ({ role }));

test('a mark holds the turns of its finding, anchors left out, each turn once', () => {
  assert.deepEqual(turnsOf(finding('f', { spans: [span([3, 1], 'a'), span([1]), span([0], 'anchor')] }), said), [1, 3]);
  assert.deepEqual(turnsOf(finding('f', { spans: [span(undefined, 'silence')] }), said), []);
});

test('conduct is the agent’s: the question before it is left out; what a customer signals is the customer’s', () => {
  const both = { spans: [span([2], 'asks'), span([3], 'refuses')] };
  assert.deepEqual(turnsOf(finding('f', both), said), [3]);
  assert.deepEqual(turnsOf(finding('f', { ...both, kind: 'signal' }), said), [2, 3]);
  assert.deepEqual(turnsOf(finding('f', { spans: [span([2])] }), said), [2], 'no other turn is there');
});

test('what is violated by silence has no turn', () => {
  assert.deepEqual(turnsOf(finding('f', { item: [...saidItems][0] as string }), said), []);
  assert.deepEqual(turnsOf(finding('f', { missing: { expected: 'x', window: [0, 1] } }), said), []);
});

test('rules that speak of one item are one mark; where one was right the item was there', () => {
  const given = [
    { item: 'b', decision: 'hit' as const, turns: [4] },
    { item: 'b', decision: 'hit' as const, turns: [2, 4] },
    { item: 'b', decision: 'false_alarm' as const, turns: [4, 7] },
    { item: 'a', decision: 'false_alarm' as const, turns: [1] },
    { item: 'c', decision: 'hit' as const, turns: [] },
  ];
  assert.deepEqual(merged(given), [
    { item: 'a', decision: 'false_alarm', turns: [1] },
    { item: 'b', decision: 'hit', turns: [2, 4] },
    { item: 'b', decision: 'false_alarm', turns: [7] },
  ]);
});

test('a line holds the words without known names and numbers, no business fields, and the id of the session', () => {
  const line = reviewedOf(run([{ findingId: 'f', decision: 'hit' }]), documentOf([finding('f')]));
  assert.deepEqual(line?.marks, [{ item: 'sale.promise_return', decision: 'hit', turns: [1] }]);
  assert.deepEqual(Object.keys(line?.conversation ?? {}), ['id', 'product', 'scope', 'turns']);
  assert.equal(line?.conversation.id, 's');
  const written = JSON.stringify(line);
  for (const personal of ['赵小明', '苏明', '13812345678']) assert.equal(written.includes(personal), false, personal);
  assert.match(written, /肯定保本/);
});

test('marks on what was not violated, or not of words, teach nothing; a session with no others has no line', () => {
  const findings = [
    finding('passed', { verdict: 'satisfied' }),
    finding('open', { verdict: 'undecidable' }),
    finding('picture', { spans: [span(undefined)] }),
  ];
  const marks = ['passed', 'open', 'picture', 'gone'].map((findingId) => ({ findingId, decision: 'hit' as const }));
  assert.equal(reviewedOf(run(marks), documentOf(findings)), undefined);
});
