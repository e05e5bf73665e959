import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  buildMatcher,
  findPhrase,
  isAsserted,
  type LabelSpec,
  naiveMatch,
  parseGap,
  preparePhrase,
  stanceOf,
} from './index.ts';

const word = fc.string({ unit: fc.constantFrom('甲', '乙', '丙', 'a'), minLength: 1, maxLength: 3 });
const text = fc.string({ unit: fc.constantFrom('甲', '乙', '丙', '丁', 'a', '，'), maxLength: 40 });
const labelOf = (name: string) =>
  fc
    .record({
      any: fc.array(word, { maxLength: 4 }),
      not: fc.array(word, { maxLength: 1 }),
      gap: fc.tuple(
        fc.array(word, { minLength: 1, maxLength: 3 }),
        fc.nat(6),
        fc.array(word, { minLength: 1, maxLength: 3 }),
      ),
    })
    .map(
      ({ any, not, gap }): LabelSpec => ({
        name,
        any,
        not,
        seq: [parseGap(`${gap[0].join('|')} ..${gap[1]} ${gap[2].join('|')}`)],
        fuzzy: [],
        maxError: 0.25,
        regex: [],
      }),
    );

test('the fast matcher finds what the plain one finds', () => {
  fc.assert(
    fc.property(fc.tuple(labelOf('x'), labelOf('y')), text, (labels, said) => {
      const fast = buildMatcher(labels)(said);
      for (const label of labels) assert.deepEqual(fast.get(label.name) ?? [], naiveMatch(label, said));
    }),
    { numRuns: 500, seed: 7 },
  );
});

test('a mandated phrase is heard through wrong characters, and not when its meaning is turned', () => {
  const phrase = preparePhrase('本产品不保证本金和收益', 0.25);
  assert.ok(findPhrase(phrase, '嗯本产品步保正本金和收益您清楚吗'));
  assert.equal(findPhrase(phrase, '本产品保证本金和收益'), undefined);
  assert.equal(findPhrase(phrase, '今天天气很好我们去吃饭吧'), undefined);
});

const stanceCases: [string, string, boolean][] = [
  ['这个绝对保本', '保本', true],
  ['我不能跟您保证保本', '保本', false],
  ['不是不保本，您放心', '保本', true],
  ['这个保本吗', '保本', false],
  ['如果保本就好了', '保本', false],
  ['骗子会说保本', '保本', false],
  ['谁跟您说保本，那是违规的', '保本', false],
  ['他们说这个保本', '保本', false],
  ['比如说“保本”这种话', '保本', false],
  ['这个保本，哦我说错了，不是', '保本', false],
];
for (const [said, part, asserted] of stanceCases) {
  test(`「${said}」 ${asserted ? 'asserts' : 'does not assert'}`, () => {
    const start = said.indexOf(part);
    assert.equal(isAsserted(stanceOf(said, start, start + part.length)), asserted);
  });
}
