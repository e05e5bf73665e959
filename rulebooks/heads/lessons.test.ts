import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CorpusRecord, Exemplar } from '@mingjian/corpus';
import { items } from '../catalogue.ts';
import { learnable, lessonOfExemplar, lessonsOf, saidItems } from './lessons.ts';

type CorpusLabel = CorpusRecord['labels'][number];

const promise = 'sale.promise_return';
const spoken = items.find((item) => item.violatedWhen === 'missing' && learnable(item.id))?.id as string;
const turns = [
  { role: 'agent' as const, text: '您放一百个心' },
  { role: 'customer' as const, text: '真的吗' },
];
const label = (item: string, kind: CorpusLabel['kind'], at: number[]): CorpusLabel => ({
  item,
  kind,
  turns: at,
  why: 't',
});
const record = (
  labels: CorpusLabel[],
  scope: 'full' | 'extract' = 'full',
): Pick<CorpusRecord, 'conversation' | 'labels'> => ({
  conversation: { id: 'c', scope, turns },
  labels,
});

test('a violated turn carries its item, a hard negative resembles it, a disputed one is unknown', () => {
  const given = [
    label(promise, 'violated', [0]),
    label('sale.pressure', 'hard_negative', [0]),
    label('sale.rebate', 'ignore', [1]),
  ];
  const [first, second] = lessonsOf(record(given), 'family');
  assert.deepEqual([first?.carries, first?.resembles, first?.unknown], [[promise], ['sale.pressure'], []]);
  assert.deepEqual([second?.carries, second?.resembles, second?.unknown], [[], [], ['sale.rebate']]);
  assert.deepEqual([first?.before, second?.before, second?.group], [undefined, turns[0], 'family']);
});

test('of what must be said the saying is learned, not the silence', () => {
  const [said] = lessonsOf(record([label(spoken, 'satisfied', [0])]), 'f');
  assert.deepEqual(said?.carries, [spoken]);
  const [silent] = lessonsOf(record([label(spoken, 'violated', [0])]), 'f');
  assert.deepEqual(silent?.carries, []);
  const [kept] = lessonsOf(record([label(promise, 'satisfied', [0])]), 'f');
  assert.deepEqual(kept?.carries, [], 'a forbidden thing that did not happen teaches nothing positive');
});

test('in an extract a must-say without a label is unknown, with one it is known', () => {
  const [open] = lessonsOf(record([], 'extract'), 'f');
  assert.ok([...saidItems].every((item) => open?.unknown.includes(item)));
  const [named] = lessonsOf(record([label(spoken, 'satisfied', [0])], 'extract'), 'f');
  assert.equal(named?.unknown.includes(spoken), false);
  assert.deepEqual(lessonsOf(record([], 'full'), 'f')[0]?.unknown, []);
});

test('what times and counts decide is not learned from words', () => {
  const [first] = lessonsOf(record([label('collect.hours', 'violated', [0])]), 'f');
  assert.deepEqual([first?.carries, learnable('collect.hours'), learnable(promise)], [[], false, true]);
});

test('a written sentence knows its item, leaves its chapter open, and belongs to no fold', () => {
  const written = { item: promise, role: 'agent', text: '稳赚' } as const;
  const lesson = lessonOfExemplar({ ...written, carries: true } as Exemplar);
  assert.deepEqual([lesson.group, lesson.carries, lesson.resembles], ['', [promise], []]);
  assert.ok(lesson.unknown.includes('sale.pressure'));
  assert.equal(lesson.unknown.includes(promise), false);
  assert.equal(lesson.unknown.includes('fraud.mule'), false, 'other chapters are not meant');
  const looksLike = lessonOfExemplar({ ...written, carries: false } as Exemplar);
  assert.deepEqual([looksLike.carries, looksLike.resembles], [[], [promise]]);
});
