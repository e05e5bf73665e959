import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { buildMatcher, type LabelSpec, naiveMatch, parseGap } from './index.ts';

const units = ['甲', '乙', '丙', 'a', '\ud83d', '\ude00'];
const word = fc.array(fc.constantFrom(...units), { minLength: 1, maxLength: 3 }).map((list) => list.join(''));
const text = fc.array(fc.constantFrom(...units, '丁', '，', '\n'), { maxLength: 40 }).map((list) => list.join(''));
const words = fc.array(word, { minLength: 1, maxLength: 3 });
const gap = fc
  .tuple(words, fc.array(fc.tuple(fc.nat(6), words), { minLength: 1, maxLength: 3 }))
  .map(([first, rest]) => [first.join('|'), ...rest.map(([n, list]) => `..${n} ${list.join('|')}`)].join(' '));
const labelOf = (name: string) =>
  fc
    .record({
      any: fc.array(word, { maxLength: 4 }),
      not: fc.array(word, { maxLength: 1 }),
      seq: fc.array(gap, { maxLength: 2 }),
    })
    .map(
      ({ any, not, seq }): LabelSpec => ({
        name,
        any,
        not,
        seq: seq.map(parseGap),
        fuzzy: [],
        maxError: 0.25,
        regex: [],
      }),
    );
const same = (labels: LabelSpec[], said: string): void => {
  const matcher = buildMatcher(labels);
  const fast = matcher(said);
  const present = labels.flatMap((label, i) => (naiveMatch(label, said).length > 0 ? [i] : []));
  for (const label of labels) assert.deepEqual(fast.get(label.name) ?? [], naiveMatch(label, said));
  assert.deepEqual(matcher.which(said).sort(), present);
};

test('the fast matcher finds what the plain one finds', () => {
  fc.assert(
    fc.property(fc.tuple(labelOf('x'), labelOf('y')), text, (labels, said) => same(labels, said)),
    { numRuns: 2000, seed: 7 },
  );
});

test('and in a text with more hits than are looked at pair by pair', () => {
  fc.assert(
    fc.property(fc.tuple(labelOf('x'), labelOf('y')), text, (labels, said) =>
      same(labels, said.repeat(40).slice(0, 1300)),
    ),
    { numRuns: 10, seed: 3 },
  );
});

test('a word that also stands inside the next part hides no hit, however long the gap', () => {
  const label = {
    name: 'x',
    any: [],
    seq: [parseGap('ab ..24 xxxxxxabxxxxxx')],
    not: [],
    fuzzy: [],
    maxError: 0.25,
    regex: [],
  };
  same([label], `ab${'y'.repeat(24)}xxxxxxabxxxxxx`);
  assert.equal(buildMatcher([label])(`ab${'y'.repeat(24)}xxxxxxabxxxxxx`).size, 1);
  assert.equal(buildMatcher([label])(`ab${'y'.repeat(25)}xxxxxxabxxxxxx`).size, 0);
});
