import assert from 'node:assert/strict';
import { test } from 'node:test';
import { partOf, readCorpus, readCorpusText, twinsIn } from './index.ts';

const { records, errors } = readCorpus();

test('every file of the corpus can be read, every conversation once', () => {
  assert.deepEqual(errors, []);
  const ids = records.map((record) => record.conversation.id);
  assert.equal(new Set(ids).size, ids.length);
  for (const record of records) {
    const prefix = record.family.replace('/', '-');
    assert.ok(record.conversation.id.startsWith(prefix), `${record.conversation.id} in ${record.place.file}`);
  }
});

test('no sentence stands nearly the same in development and in test', () => {
  const twins = twinsIn(records, { acrossSplit: true });
  assert.deepEqual(
    twins.map((twin) => `${twin.a} / ${twin.b}: ${twin.text}`),
    [],
  );
});

test('an untouched copy of a sentence is found', () => {
  const [first] = records;
  assert.ok(first !== undefined);
  const long = first.conversation.turns.find((turn) => turn.text.length > 20);
  assert.ok(long !== undefined);
  const copy = {
    ...first,
    family: otherPart(first.family),
    conversation: { ...first.conversation, id: 'copy', turns: [long] },
  };
  assert.equal(twinsIn([first, copy], { acrossSplit: true }).length, 1);
});
const otherPart = (family: string): string => {
  for (let i = 0; ; i++) if (partOf(`bank/made-up-${i}`) !== partOf(family)) return `bank/made-up-${i}`;
};

test('what cannot be read is named by line and left out', () => {
  const text = [
    '@family x',
    '@writer w',
    '# bank-x-01',
    'product: bank',
    'scope: extract',
    'A: 您好',
    'B: 谁',
    'C: 你好',
    '= sale.pressure violated 9 没有这句',
  ].join('\n');
  const file = readCorpusText(text, { file: 'x.txt', family: 'bank/x' });
  assert.deepEqual(file.errors, [
    { file: 'x.txt', line: 7, message: 'cannot read: B: 谁' },
    { file: 'x.txt', line: 3, message: 'bank-x-01: label sale.pressure names a turn that is not there' },
  ]);
  assert.deepEqual(file.records, []);
});
