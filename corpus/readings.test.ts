import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  agreementsOf,
  type CorpusRecord,
  disputedIn,
  isReadTwice,
  partOf,
  readCorpus,
  readCorpusText,
  readExemplars,
  readExemplarText,
  readFirstReading,
  readSecondReadings,
  readSecondText,
  settled,
  twinsIn,
} from './index.ts';

const text = `@family x
@writer w
# bank-x-01
product: bank
scope: extract
A: 这个保本
C: 哦
= sale.promise_return violated 0 承诺
= sale.pressure violated 0 催
? sale.rebate 1 说不准
`;
const [record] = readCorpusText(text, { file: 'x.txt', family: 'bank/x' }).records as [CorpusRecord];

test('what two readers see differently is ignored, what they share stays', () => {
  const { readings, errors } = readSecondText(
    '@reader r\n# bank-x-01\n= sale.promise_return violated 0 承诺\n= sale.rebate violated 1 送\n= sale.skip_reading violated 1 不看\n',
    'r.txt',
  );
  assert.deepEqual(errors, []);
  assert.deepEqual(disputedIn(record, readings[0]!), ['sale.pressure', 'sale.skip_reading']);
  const kinds = settled(record, readings[0]).labels.map((label) => `${label.item} ${label.kind}`);
  assert.deepEqual(kinds, [
    'sale.promise_return violated',
    'sale.pressure ignore',
    'sale.rebate ignore',
    'sale.skip_reading ignore',
  ]);
  assert.equal(settled(record, undefined), record);
});
test('lines of a second reading that cannot be read are named', () => {
  const { errors } = readSecondText('@reader r\n= sale.rebate violated 1 早了\n# a\n~ sale.rebate 1 像\n', 'r.txt');
  assert.deepEqual(
    errors.map((error) => error.line),
    [2, 4],
  );
});
test("Cohen's κ: full, none, and as by chance", () => {
  const records = ['a', 'b', 'c', 'd'].map((id, i) => ({
    ...record,
    conversation: { ...record.conversation, id },
    labels: i < 2 ? record.labels.filter((label) => label.item === 'sale.promise_return') : [],
  }));
  const reading = (id: string, isViolated: boolean) => ({
    id,
    reader: 'r',
    violated: isViolated ? [{ item: 'sale.promise_return', kind: 'violated' as const, turns: [0], why: '' }] : [],
  });
  const kappa = (seen: readonly boolean[]) =>
    agreementsOf(
      records,
      seen.map((is, i) => reading('abcd'[i] as string, is)),
    )[0]?.kappa;
  assert.equal(kappa([true, true, false, false]), 1);
  assert.equal(kappa([false, false, true, true]), -1);
  assert.equal(kappa([true, false, true, false]), 0);
});
test('every second reading is of a conversation that was drawn for it, and every one of them stands once', () => {
  const { readings, errors } = readSecondReadings();
  assert.deepEqual(errors, []);
  const ids = new Set(readFirstReading().records.map((one) => one.conversation.id));
  assert.deepEqual(
    readings.filter(({ id }) => !ids.has(id) || !isReadTwice(id)).map(({ id }) => id),
    [],
  );
  assert.equal(new Set(readings.map(({ id }) => id)).size, readings.length);
});

test('sentences: with and without a turn before, and what cannot be read', () => {
  const { exemplars, errors } = readExemplarText(
    '@item sale.rebate\n@writer w\n+ A: 送您油卡\n- C: 有礼品吗 | A: 没有的\n* A: 送\n',
    'x.txt',
  );
  assert.deepEqual(exemplars, [
    { item: 'sale.rebate', carries: true, role: 'agent', text: '送您油卡', writer: 'w' },
    {
      item: 'sale.rebate',
      carries: false,
      role: 'agent',
      text: '没有的',
      before: { role: 'customer', text: '有礼品吗' },
      writer: 'w',
    },
  ]);
  assert.deepEqual(
    errors.map((error) => error.line),
    [5],
  );
});
test('no sentence to learn from stands nearly the same in a conversation to test on', () => {
  const { exemplars, errors } = readExemplars();
  assert.deepEqual(errors, []);
  let family = 'bank/learned';
  while (partOf(family) !== 'development') family += '-';
  const asRecords = exemplars.map((exemplar, i) => ({
    ...record,
    family,
    conversation: {
      ...record.conversation,
      id: `${exemplar.item}:${i}`,
      turns: [{ role: exemplar.role, text: exemplar.text }],
    },
  }));
  const tested = readCorpus().records.filter((one) => partOf(one.family) === 'test');
  assert.deepEqual(
    twinsIn([...tested, ...asRecords], { acrossSplit: true }).map((twin) => `${twin.a} / ${twin.b}: ${twin.text}`),
    [],
  );
});
