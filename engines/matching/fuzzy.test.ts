import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { steps } from './align.ts';
import { buildMatcher, findPhrase, type LabelSpec, naiveMatch, nearness, preparePhrase } from './index.ts';
import { numberAt } from './spoken-number.ts';

const accepts = (phrase: string, said: string): boolean => findPhrase(preparePhrase(phrase, 0.25), said) !== undefined;

const cases: [string, string, boolean][] = [
  ['本产品不保证本金和收益', '嗯本产品步保正本金和收益您清楚吗', true],
  ['本产品不保证本金和收益', '本产品保证本金和收益', false],
  ['本产品不保证本金和收益', '本产品不是不保证本金和收益', false],
  ['本产品不保证本金和收益', '今天天气很好我们去吃饭吧', false],
  ['本产品不保证本金和收益', '本产品保证本金和收益，哦错了，本产品不保证本金和收益', true],
  ['基金管理人不保证一定盈利', '基金管理人保证不一定盈利', false],
  ['封闭期内不能赎回', '封闭期内可以随时赎回', false],
  ['保险合同犹豫期为十五天', '保险合同犹豫期为15天', true],
  ['保险合同犹豫期为15天', '保险合同犹豫期为十五天', true],
  ['保险合同犹豫期为十五天', '保险合同犹豫期为十天', false],
  ['保险合同犹豫期为十五天', '保险合同犹豫期为二十五天', false],
  ['缴费期间为二十年', '缴费期间为二十五年', false],
  ['产品风险等级高于您的承受能力', '产品风险等级低于您的承受能力', false],
  ['购买本产品是您自愿的', '购买本产品是您被迫的', false],
  ['您可能损失全部本金', '您可能损失全部本金', true],
  ['您可能损失全部本金', '您不可能损失全部本金', false],
  ['您可能损失全部本金', '您布可能损失全部本金', false],
  ['为您提供五年的服务', '为您提供五年的服物', true],
  ['您需要自行承担亏损', '并不是您需要自行承担亏损', false],
  ['投资者自行承担风险', '不好意思，投资者自行承担风险', true],
];
for (const [phrase, said, expected] of cases) {
  test(`「${said}」 ${expected ? 'is' : 'is not'} 「${phrase}」`, () => assert.equal(accepts(phrase, said), expected));
}

test('numbers are heard as they are said', () => {
  const said = (text: string): string => numberAt(text, 0).said;
  assert.deepEqual(
    [
      '0',
      '7',
      '10',
      '15',
      '20',
      '100',
      '105',
      '110',
      '1005',
      '12800',
      '100000',
      '3.5%',
      '95588000',
      '007',
      '123456789',
    ].map(said),
    [
      '零',
      '七',
      '十',
      '十五',
      '二十',
      '一百',
      '一百零五',
      '一百一十',
      '一千零五',
      '一万二千八百',
      '十万',
      '百分之三点五',
    ].concat('九千五百五十八万八千', '零零七', '一二三四五六七八九'),
  );
});

const label = (phrases: string[]): LabelSpec => ({
  name: 'x',
  any: [],
  seq: [],
  not: [],
  fuzzy: phrases,
  maxError: 0.25,
  regex: [],
});
const some = [...'本产品不保证金和收益您可能损失五十天，3'];
const said = (most: number) => fc.array(fc.constantFrom(...some), { maxLength: most }).map((list) => list.join(''));
const pieces = fc
  .array(fc.oneof(fc.constantFrom('本产品不保证本金', '产品补保正', '您可能损失', '五十天'), said(6)), {
    maxLength: 50,
  })
  .map((list) => list.join(''));

test('the index leaves no phrase out that the plain search finds, in short and in long turns', () => {
  const phrase = fc.oneof(fc.constantFrom('本产品不保证本金', '您可能损失五十天本金和收益'), said(12));
  fc.assert(
    fc.property(fc.array(phrase, { minLength: 1, maxLength: 3 }), fc.oneof(said(60), pieces), (phrases, text) => {
      assert.deepEqual(buildMatcher([label(phrases)])(text).get('x') ?? [], naiveMatch(label(phrases), text));
    }),
    { numRuns: 1500, seed: 5 },
  );
});

test('sixty phrases on a turn of 2,000 characters made of their pieces: steps stay within a bound', () => {
  const phrases = Array.from({ length: 60 }, (_, i) => `本产品不保证本金和收益第${i + 1}条`);
  const matcher = buildMatcher([label(phrases)]);
  for (const text of ['本产品不保证本金和收', '本产品', '金和收益第一本产品不保', '不']) {
    steps.count = 0;
    matcher(text.repeat(2000).slice(0, 2000));
    assert.ok(steps.count < 60 * 2000 * 15, `${text}: ${steps.count} steps`);
  }
  assert.ok(steps.count < 60 * 2000 * 2, 'a text without a pair of theirs is not aligned');
});

test('nearness is 1 for the phrase itself and small for something else', () => {
  const phrase = preparePhrase('本产品不保证本金', 0.25);
  assert.equal(nearness(phrase, '嗯本产品不保证本金'), 1);
  assert.ok(nearness(phrase, '本产品保证本金') > 0.8);
  assert.ok(nearness(phrase, '今天天气很好') < 0.3);
});
