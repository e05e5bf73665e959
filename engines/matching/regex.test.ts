import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { buildMatcher, checkRegex, type LabelSpec, naiveMatch, regexCost } from './index.ts';

const units = ['甲', '乙', '丙', '7', 'a', '。', '\n', '\ud83d', '\ude00'];
const unit = fc.constantFrom(...units);
const text = fc.array(unit, { maxLength: 40 }).map((list) => list.join(''));
const atom = fc.oneof(
  fc.constantFrom('甲', '乙', '丙', '7', 'a', '.', '[甲乙]', '[^甲]', '\\d', '[0-9]', '\\ud83d', '\\b', '。'),
  fc
    .array(fc.constantFrom('甲乙', '乙丙', '丙甲', '7', 'a7', ''), { minLength: 1, maxLength: 3 })
    .map((l) => `(?:${l.join('|')})`),
);
const piece = fc
  .tuple(atom, fc.constantFrom('', '', '', '?', '+', '*', '{2}', '{0,3}', '{1,2}', '{4,6}', '{2,}'))
  .map(([a, count]) => (a === '\\b' ? a : a + count));
const sequence = fc.array(piece, { minLength: 1, maxLength: 5 }).map((list) => list.join(''));
const gapped = fc
  .tuple(sequence, fc.constantFrom('.{0,3}', '.{1,4}', '.*', '.?'), sequence)
  .map((list) => list.join(''));
const regex = fc.oneof(
  sequence,
  gapped,
  fc.array(gapped, { minLength: 2, maxLength: 2 }).map((l) => l.join('|')),
);
const labelOf = (sources: string[]): LabelSpec => ({
  name: 'x',
  any: [],
  seq: [],
  not: [],
  fuzzy: [],
  maxError: 0.25,
  regex: sources,
});

test('what is derived from an expression never hides a match, and says yes only where one is', () => {
  fc.assert(
    fc.property(fc.array(regex, { minLength: 1, maxLength: 3 }), text, (sources, said) => {
      const label = labelOf(sources);
      const matcher = buildMatcher([label]);
      const plain = naiveMatch(label, said);
      assert.deepEqual(matcher(said).get('x') ?? [], plain);
      assert.deepEqual(matcher.which(said), plain.length > 0 ? [0] : []);
    }),
    { numRuns: 3000, seed: 11 },
  );
});

test('a run is found again in the next text, and does not reach over from the text before', () => {
  const matcher = buildMatcher([labelOf(['1[3-9][0-9]{9}'])]);
  assert.equal(matcher('号码13800138000').size, 1);
  assert.equal(matcher('13800138000').size, 1);
  assert.equal(matcher('138001').size, 0);
  assert.equal(matcher('38000').size, 0);
});

const refused: [string, RegExp, number][] = [
  ['(a)\\1', /back reference/, 3],
  ['(?=保证)', /lookaround/, 0],
  ['本(?<!不)金', /lookaround/, 1],
  ['(?i:a)', /groups/, 0],
  ['a{2000}', /1000/, 1],
  ['a**', /two repetitions/, 2],
  ['(收益', /not closed/, 0],
  ['收益)', /closes nothing/, 2],
  ['[', /not closed/, 0],
  ['[]', /empty class/, 0],
  ['*a', /nothing before/, 0],
  ['\\p{L}', /subset/, 0],
  ['a{,3}', /escape a bare/, 1],
];
for (const [source, reason, at] of refused) {
  test(`refuses ${source}`, () => {
    const check = checkRegex(source);
    assert.ok(!check.ok);
    assert.match(check.reason, reason);
    assert.equal(check.at, at);
  });
}

test('a matcher is not built with a refused expression, and says whose it is', () => {
  assert.throws(() => buildMatcher([labelOf(['(a)\\1'])]), /label "x", regex "\(a\)\\1": no back reference/);
});

test('gaps that multiply are refused, single ones are not', () => {
  for (const source of ['保证.{0,24}保证.{0,24}保证.{0,24}收益', '保证.*收益.*本金', '(?:甲|甲乙){0,16}丙', '(a+)+b'])
    assert.equal(checkRegex(source).ok, false, source);
  for (const source of ['工号\\d{3,8}', '(?:保证|承诺).{0,24}(?:收益|本金).{0,24}回报', '保证.*收益'])
    assert.equal(checkRegex(source).ok, true, source);
});

test('says what an expression costs', () => {
  assert.equal(regexCost('(?:保证|承诺).{0,8}(?:收益|本金)').trigger, 'pair');
  assert.deepEqual(regexCost('(?:保证|承诺).{0,8}(?:收益|本金)').required, [
    ['保证', '承诺'],
    ['收益', '本金'],
  ]);
  assert.equal(regexCost('[0-9]{15,18}').trigger, 'run');
  assert.equal(regexCost('[0-9]{15,18}').hasRequiredLiteral, true);
  assert.equal(regexCost('.*').hasRequiredLiteral, false);
  assert.equal(regexCost('我.{0,5}').hasRequiredLiteral, false);
  assert.equal(regexCost('a*').matchesEmpty, true);
  assert.deepEqual(checkRegex('工号\\d{3,8}'), { ok: true });
});
