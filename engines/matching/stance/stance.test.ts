import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isAsserted, stanceOf } from '../index.ts';
import { type StanceCase, stanceCases } from './cases.fixture.ts';

const holds = ({ operator, text, start, end, expected }: StanceCase): boolean =>
  stanceOf(text, start, end)[operator] === expected;
const operators = [...new Set(stanceCases.map((c) => c.operator))];
const shown = (c: StanceCase): string => `「${c.text}」 ${c.expected ? 'is' : 'is not'} ${c.operator}`;

for (const c of stanceCases.filter((one) => one.part === 'development')) test(shown(c), () => assert.ok(holds(c)));

/** Least share of right answers on sentences that the operators were not made for; below it they are not fit for use. */
const least = { 'held out': 0.9, fresh: 0.85 };
for (const part of ['held out', 'fresh'] as const) {
  test(`sentences that were ${part}`, (t) => {
    const out = stanceCases.filter((c) => c.part === part);
    for (const operator of operators) {
      const own = out.filter((c) => c.operator === operator);
      t.diagnostic(`${operator}: ${own.filter(holds).length} of ${own.length} ${part}`);
    }
    const right = out.filter(holds).length;
    t.diagnostic(`all: ${right} of ${out.length} ${part} = ${((right / out.length) * 100).toFixed(1)} %`);
    assert.ok(right / out.length >= least[part]);
  });
}

test('each operator has at least 25 sentences, of both kinds in each part', () => {
  for (const operator of operators) {
    const own = stanceCases.filter((c) => c.operator === operator);
    assert.ok(own.length >= 25, operator);
    const kinds = new Set(own.map((c) => `${c.expected} ${c.part}`));
    assert.equal(kinds.size, 6, operator);
  }
});

const asserted: [string, string, boolean][] = [
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
for (const [said, part, expected] of asserted) {
  test(`「${said}」 ${expected ? 'asserts' : 'does not assert'}`, () => {
    const start = said.indexOf(part);
    assert.equal(isAsserted(stanceOf(said, start, start + part.length)), expected);
  });
}
