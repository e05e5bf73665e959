import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compareFields, overall } from './compare-fields.ts';
import { bankCard, bankCardChecks, luhn, schemeOf } from './fields/bank-card.ts';
import { contract, readAmount } from './fields/contract.ts';
import { isoDate, readDate, yearsBetween } from './fields/dates.ts';
import { backChecks, frontChecks, idCardBack, idCardFront } from './fields/id-card.ts';
import { asDigits, checkCharacter, readIdNumber } from './fields/id-number.ts';
import { kindOf } from './fields/kind.ts';
import { licence, licenceChecks } from './fields/licence.ts';
import { type Row, rowsOf } from './rows.ts';

const rows = (texts: string[], certainty = 0.99): Row[] =>
  texts.map((text, i) => ({
    text,
    certainty: [...text].map(() => certainty),
    top: i * 40,
    bottom: i * 40 + 30,
    left: 0,
    right: text.length * 30,
  }));
const values = (fields: Record<string, { value: string }>) =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.value]));

const front = [
  '姓名 赵启明',
  '性别 男 民族 汉',
  '出生 1979年5月26日',
  '住址-云州省青石县东关镇和平街',
  '203号4排9户',
  '公民身份号码 990226197905260313',
];

test('the front of an identity card is read and agrees with itself', () => {
  assert.equal(kindOf(rows(front)), 'idCardFront');
  const fields = idCardFront(rows(front));
  assert.deepEqual(values(fields), {
    name: '赵启明',
    sex: '男',
    nation: '汉',
    birth: '1979-05-26',
    address: '云州省青石县东关镇和平街203号4排9户',
    idNumber: '990226197905260313',
  });
  assert.ok(Object.values(frontChecks(fields)).every((check) => check.result === 'pass'));
});

test('a number that does not fit birth, sex or its check character fails, and is undecidable when read unsurely', () => {
  const altered = front.map((row) => row.replace('男', '女').replace('5月26', '5月27').replace(/3$/, '4'));
  const checks = frontChecks(idCardFront(rows(altered)));
  assert.deepEqual([checks.checksum?.result, checks.birth?.result, checks.sex?.result], ['fail', 'fail', 'fail']);
  const unsure = frontChecks(idCardFront(rows(altered, 0.5)));
  assert.deepEqual([unsure.checksum?.result, unsure.birth?.result], ['undecidable', 'undecidable']);
});

test('lost labels and letters taken for digits do not lose the fields', () => {
  const damaged = [
    '赵启明',
    '性别 男 民族 汉',
    '出生 1979年5月26日',
    '住址 云州省青石县',
    '公民身份号码 99O226l97905260313',
  ];
  const fields = values(idCardFront(rows(damaged)));
  assert.equal(fields.name, '赵启明');
  assert.equal(fields.idNumber, '990226197905260313');
  assert.equal(asDigits('OIlZSB'), '011258');
});

test('property: any one changed digit of an identity number is noticed', () => {
  const digits = fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: 17, maxLength: 17 })
    .map((list) => list.join(''));
  fc.assert(
    fc.property(digits, fc.nat(16), fc.integer({ min: 1, max: 9 }), (number, at, by) => {
      const changed = number.slice(0, at) + ((Number(number[at]) + by) % 10) + number.slice(at + 1);
      assert.notEqual(checkCharacter(number), checkCharacter(changed));
    }),
  );
  // ISO 7064 MOD 11-2, said the other way round: the whole number, weighted by powers of two, leaves 1.
  fc.assert(
    fc.property(digits, (number) => {
      const last = checkCharacter(number);
      const all = [...number].map(Number).concat(last === 'X' ? 10 : Number(last));
      assert.equal(all.reduce((rest, digit) => (rest * 2 + digit) % 11, 0) % 11, 1);
    }),
  );
  assert.equal(readIdNumber('37081119860712543X')?.checksum, false);
  assert.equal(readIdNumber('370811198607125436')?.checksum, true);
  assert.equal(readIdNumber('990226197902300313')?.birth, null, 'no 30th of February');
  assert.equal(readIdNumber('12345'), null);
});

test('the back: authority, term, validity on a day, and the term that the law knows for the age', () => {
  const back = rows(['中华人民共和国', '居民身份证', '签发机关 青石县公安局', '有效期限 2015.03.12-2035.03.12']);
  assert.equal(kindOf(back), 'idCardBack');
  const fields = idCardBack(back);
  assert.deepEqual(values(fields), { authority: '青石县公安局', validFrom: '2015-03-12', validTo: '2035-03-12' });
  assert.equal(backChecks(fields, { onDate: '2026-11-25' }).validity?.result, 'pass');
  assert.equal(backChecks(fields, { onDate: '2035-03-13' }).validity?.result, 'fail');
  assert.equal(backChecks(fields).validity?.result, 'undecidable');
  assert.equal(backChecks(fields, { birth: { value: '1979-05-26', certainty: 1 } }).term?.result, 'pass');
  assert.equal(backChecks(fields, { birth: { value: '2001-05-26', certainty: 1 } }).term?.result, 'fail');
  const young = idCardBack(rows(['签发机关 青石县公安局', '有效期限 2015.03.12-2025.03.12']));
  assert.equal(backChecks(young, { birth: { value: '1993-05-26', certainty: 1 } }).term?.result, 'pass');
  assert.equal(backChecks(young, { birth: { value: '1979-05-26', certainty: 1 } }).term?.result, 'fail');
  assert.equal(idCardBack(rows(['有效期限 2015.03.12-长期'])).validTo?.value, '长期');
});

test('bank cards: Luhn, beginning and length, expiry', () => {
  const card = rows(['青石银行', '6228 4800 0000 0000 013', 'VALID THRU 09/29']);
  assert.equal(kindOf(card), 'bankCard');
  const fields = bankCard(card);
  assert.equal(fields.cardNumber?.value, '6228480000000000013');
  const checks = bankCardChecks(fields, { onDate: '2026-11-25' });
  assert.equal(checks.luhn?.result, luhn('6228480000000000013') ? 'pass' : 'fail');
  assert.equal(checks.shape?.result, 'pass');
  assert.equal(checks.validity?.result, 'pass');
  assert.equal(luhn('4111111111111111'), true);
  assert.equal(luhn('4111111111111112'), false);
  assert.equal(schemeOf('4111111111111111'), 'Visa');
  assert.equal(schemeOf('0000000000000000'), null);
});

test('property: Luhn notices every single changed digit', () => {
  fc.assert(
    fc.property(fc.nat(14), fc.integer({ min: 1, max: 9 }), (at, by) => {
      const number = '4111111111111111';
      const changed = number.slice(0, at) + ((Number(number[at]) + by) % 10) + number.slice(at + 1);
      assert.equal(luhn(changed), false);
    }),
  );
});

test('a licence and its term', () => {
  const paper = rows([
    '保险销售从业人员执业证',
    '姓名: 林晓燕 性别: 女',
    '执业证编号: 02000137080000202600001234',
    '所属机构: 临川人寿保险有限公司',
    '业务范围: 人身保险',
    '有效期至: 2026年12月31日',
  ]);
  assert.equal(kindOf(paper), 'licence');
  const fields = licence(paper);
  assert.deepEqual(values(fields), {
    name: '林晓燕',
    sex: '女',
    licenceNumber: '02000137080000202600001234',
    institution: '临川人寿保险有限公司',
    scope: '人身保险',
    validTo: '2026-12-31',
  });
  assert.equal(licenceChecks(fields, { onDate: '2026-11-25' }).validity?.result, 'pass');
  assert.equal(licenceChecks(fields, { onDate: '2027-01-01' }).validity?.result, 'fail');
});

test('a risk paper and a policy', () => {
  const paper = rows([
    '个人理财产品风险揭示书(2024年版)',
    '产品编号:MJ20240918-003风险等级:R3(中等风险)',
    '认购金额:人民币50,000.00元',
    '产品期限:365天;到期日:2025年09月18日。',
    '本产品名称不代表收益',
  ]);
  assert.equal(kindOf(paper), 'riskNotice');
  assert.deepEqual(values(contract(paper)), {
    title: '个人理财产品风险揭示书(2024年版)',
    productCode: 'MJ20240918-003',
    riskLevel: 'R3',
    amount: '50000',
    term: '365天',
    date: '2025-09-18',
  });
  assert.equal(readAmount('5万元'), 50_000);
  assert.equal(readAmount('1,234.50元'), 1234.5);
  assert.equal(readAmount('没有数字'), null);
});

test('dates exist or are refused; ages are counted by birthdays', () => {
  assert.equal(isoDate(2023, 2, 29), null);
  assert.equal(readDate('签署日期：2024年2月29日'), '2024-02-29');
  assert.equal(readDate('2024.13.01'), null);
  assert.equal(yearsBetween('2000-05-26', '2026-05-25'), 25);
  assert.equal(yearsBetween('2000-05-26', '2026-05-26'), 26);
});

test('against the record: same, surely different, undecidable', () => {
  const fields = { ...idCardFront(rows(front)), amount: { value: '50000', certainty: 0.99 } };
  const match = (record: Record<string, string | number>) => overall(compareFields(fields, record));
  assert.equal(match({ name: '赵启明', birth: '1979年5月26日', amount: '50,000.00元' }), 'same');
  assert.equal(match({ name: '赵启铭', idNumber: '990226197905260313' }), 'different');
  assert.equal(match({ name: '赵启明', product: '稳健一号' }), 'undecidable');
  assert.equal(overall(compareFields(idCardFront(rows(front, 0.4)), { name: '赵启铭' })), 'undecidable');
  assert.equal(overall([]), 'undecidable');
});

test('a character that two overlapping boxes share is taken once, from the surer one', () => {
  const line = (text: string, left: number, certainty: number[]) => ({
    text,
    confidence: 1,
    quad: [
      [left, 0],
      [left + 40 * text.length, 0],
      [left + 40 * text.length, 40],
      [left, 40],
    ] as const,
    characters: [...text].map((one, i) => ({ text: one, confidence: certainty[i]!, place: (i + 0.5) / text.length })),
  });
  const [halved] = rowsOf([line('姓名委', 0, [1, 1, 0.93]), line('魏丽佳', 90, [1, 1, 1])]);
  assert.equal(halved?.text, '姓名 魏丽佳');
  const [doubled] = rowsOf([line('姓名', 0, [1, 1]), line('名曹远', 45, [0.8, 1, 1])]);
  assert.equal(doubled?.text, '姓名 曹远');
  const [apart] = rowsOf([line('民族', 0, [1, 1]), line('汉', 100, [1])]);
  assert.equal(apart?.text, '民族 汉');
});
