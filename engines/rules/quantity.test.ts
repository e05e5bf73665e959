import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type QuantityKind, quantitiesIn, readNumber, sameQuantity } from './quantity.ts';

test('numbers as they are written and said', () => {
  const cases: Record<string, number> = {
    三十万: 300_000,
    '3万5': 35_000,
    一百二: 120,
    三千零五: 3005,
    十五: 15,
    二零二六: 2026,
    一百二十点五: 120.5,
    两万三: 23_000,
    四万八千六百: 48_600,
    '1,200.5': 1200.5,
    一亿两千万: 120_000_000,
    '１２': 12,
  };
  for (const [text, value] of Object.entries(cases)) assert.equal(readNumber(text), value, text);
});

const digits = '零一二三四五六七八九';
/** A number below a hundred million said in full, the plain way of school. */
const inWords = (n: number): string => {
  const four = (m: number): string => {
    let out = '';
    let zero = false;
    for (const [unit, name] of [
      [1000, '千'],
      [100, '百'],
      [10, '十'],
      [1, ''],
    ] as const) {
      const d = Math.floor(m / unit) % 10;
      if (d === 0) zero = out !== '';
      else {
        out += (zero ? '零' : '') + digits[d] + name;
        zero = false;
      }
    }
    return out;
  };
  if (n === 0) return '零';
  const high = Math.floor(n / 10_000);
  const low = n % 10_000;
  const gap = high > 0 && low > 0 && low < 1000 ? '零' : '';
  return (high > 0 ? `${four(high)}万` : '') + gap + four(low);
};
test('every number below a hundred million said in full is read back', () => {
  fc.assert(
    fc.property(fc.nat(99_999_999), (n) => assert.equal(readNumber(inWords(n)), n, inWords(n))),
    { numRuns: 3000, seed: 5 },
  );
});

test('quantities of a kind in a sentence', () => {
  const cases: [string, QuantityKind, (number | string)[]][] = [
    ['您这笔是三十万元，年化百分之三点五，九十天', 'money', [300_000]],
    ['您这笔是三十万元，年化百分之三点五，九十天', 'percent', [3.5]],
    ['您这笔是三十万元，年化百分之三点五，九十天', 'days', [90]],
    ['借了四万八，分十二期还', 'money', [48_000]],
    ['一共两万七千六，还有一万九千五', 'money', [27_600, 19_500]],
    ['两万七千六百天', 'money', []],
    ['借了四万八，分十二期还', 'months', [12]],
    ['交5年保20年', 'years', [5, 20]],
    ['产品是R三级，您是C2', 'level', ['R3', 'C2']],
    ['尾号四三二一', 'digits', ['4321']],
    ['打了三次，今年六十七岁', 'times', [3]],
    ['打了三次，今年六十七岁', 'age', [67]],
    ['说了一万次了', 'money', []],
    ['百分之二十', 'money', []],
  ];
  for (const [text, kind, values] of cases)
    assert.deepEqual(
      quantitiesIn(text, kind).map((q) => q.value),
      values,
      `${text} ${kind}`,
    );
});
test('the same quantity up to rounding in speech', () => {
  assert.ok(sameQuantity(300_000, 300_100));
  assert.ok(!sameQuantity(300_000, 310_000));
  assert.ok(!sameQuantity('4321', '4312'));
});
