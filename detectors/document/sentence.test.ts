import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { align } from './alignment.ts';
import { compareSentence } from './compare-sentence.ts';
import { area, type Quad, type RgbFrame } from './frame.ts';
import { homography, mapPoint, rectangle, straighten, turned } from './homography.ts';
import { decoded } from './ocr/recognise.ts';
import { fourCorners, outline, smallestRectangle } from './rectangles.ts';
import type { Row } from './rows.ts';

const sentence = '本人已阅读风险揭示，愿意承担投资风险。';
const row = (text: string, certainty: number | number[] = 0.98): Row => ({
  text,
  certainty: [...text].map((_, i) => (typeof certainty === 'number' ? certainty : (certainty[i] ?? 0.98))),
  top: 0,
  bottom: 30,
  left: 0,
  right: 100,
});

test('the sentence among other text, over two rows and with other marks, is the same', () => {
  const match = compareSentence(
    [row('客户声明'), row('本人已阅读风险揭示 愿意'), row('承担投资风险'), row('签名')],
    sentence,
  );
  assert.equal(match.decision, 'same');
  assert.equal(match.score, 1);
});

test('missing, extra and wrong characters are named', () => {
  const missing = compareSentence([row('本人已阅读风险揭示愿承担投资风险')], sentence);
  assert.deepEqual([missing.decision, missing.missing.map((one) => one.expected)], ['different', ['意']]);
  const extra = compareSentence([row('本人已阅读风险揭示不愿意承担投资风险')], sentence);
  assert.deepEqual([extra.decision, extra.extra.map((one) => one.read)], ['different', ['不']]);
  const wrong = compareSentence([row('本人已阅读风险提示愿意承担投资风险')], sentence);
  assert.deepEqual([wrong.decision, wrong.wrong.map((one) => [one.expected, one.read])], ['different', [['揭', '提']]]);
});

test('unreadable or unsure is undecidable, never a difference', () => {
  assert.equal(compareSentence([], sentence).decision, 'undecidable');
  assert.equal(compareSentence([row('完全不同的文字内容在这里')], sentence).decision, 'undecidable');
  const unsure = compareSentence([row('本人已阅读风险提示愿意承担投资风险', 0.6)], sentence);
  assert.equal(unsure.decision, 'undecidable');
  assert.throws(() => compareSentence([], '。。'), /no characters/);
});

test('a form that prints the sentence above is judged by the copy below', () => {
  const form = [
    row('本人已阅读风险揭示愿意承担投资风险'),
    row('请抄录上述文字:'),
    row('本人已阅读风险揭示愿承担投资风险'),
  ];
  assert.equal(compareSentence(form, sentence).decision, 'same');
  assert.equal(compareSentence(form, sentence, { after: /抄录/ }).decision, 'different');
});

/** Every way of editing, tried: slow and plain. */
const slow = (a: string, b: string): number =>
  a === '' || b === ''
    ? a.length + b.length
    : Math.min(
        slow(a.slice(1), b.slice(1)) + (a[0] === b[0] ? 0 : 1),
        slow(a.slice(1), b) + 1,
        slow(a, b.slice(1)) + 1,
      );
const word = fc.array(fc.constantFrom('风', '险', '不'), { maxLength: 5 }).map((list) => list.join(''));

test('property: the distance is that of the slow oracle, and as many differences are named', () => {
  fc.assert(
    fc.property(word, word, (a, b) => {
      const whole = align([...a], [...b], { whole: true });
      assert.equal(whole.distance, slow(a, b));
      assert.equal(whole.differences.length, whole.distance);
      const part = align([...a], [...b], { whole: false });
      let best = a.length;
      for (let i = 0; i <= b.length; i++)
        for (let j = i; j <= b.length; j++) best = Math.min(best, slow(a, b.slice(i, j)));
      assert.equal(part.distance, best);
      assert.equal(slow(a, b.slice(part.start, part.end)), best);
    }),
    { numRuns: 150 },
  );
});

const near = fc.double({ min: -18, max: 18, noNaN: true });
test('property: a homography carries its corners, and its inverse brings every point back', () => {
  fc.assert(
    fc.property(
      fc.array(near, { minLength: 8, maxLength: 8 }),
      fc.double({ min: 5, max: 95, noNaN: true }),
      (moves, at) => {
        const square = rectangle(100, 100);
        const quad = square.map(([x, y], i) => [x + moves[2 * i]!, y + moves[2 * i + 1]!]) as unknown as Quad;
        const there = homography(square, quad);
        square.forEach((corner, i) => {
          const [x, y] = mapPoint(there, corner);
          assert.ok(Math.hypot(x - quad[i]![0], y - quad[i]![1]) < 1e-6);
        });
        const [x, y] = mapPoint(homography(quad, square), mapPoint(there, [at, 100 - at]));
        assert.ok(Math.hypot(x - at, y - 100 + at) < 1e-6);
      },
    ),
  );
  const line = [
    [0, 0],
    [1, 0],
    [2, 0],
    [0, 1],
  ] as unknown as Quad;
  assert.throws(() => homography(line, rectangle(1, 1)), /straightened/);
});

test('rounded corners become corners; a turned rectangle is found again', () => {
  const rounded = outline([
    [10, 0],
    [90, 0],
    [100, 10],
    [100, 50],
    [90, 60],
    [10, 60],
    [0, 50],
    [0, 10],
    [50, 30],
  ]);
  assert.deepEqual(fourCorners(rounded), rectangle(100, 60));
  const tilted = outline([
    [0, 10],
    [10, 0],
    [60, 50],
    [50, 60],
  ]);
  assert.ok(Math.abs(Math.abs(area(smallestRectangle(tilted))) - 1000) < 1e-6);
  assert.equal(
    fourCorners([
      [0, 0],
      [1, 0],
      [0, 1],
    ]),
    null,
  );
});

test('four quarter turns are the picture itself, straightening its frame changes nothing', () => {
  const frame: RgbFrame = { tMs: 5, width: 3, height: 2, rgb: Uint8Array.from({ length: 18 }, (_, i) => i * 10) };
  const round = [1, 1, 1, 1].reduce((picture, quarter) => turned(picture, quarter), frame);
  assert.deepEqual(round, frame);
  assert.deepEqual([...turned(frame, 2).rgb.slice(0, 3)], [150, 160, 170]);
  assert.deepEqual(straighten(frame, rectangle(3, 2), { width: 3, height: 2 }), frame);
});

test('CTC: repeats merge, blanks part', () => {
  const steps = [1, 1, 0, 1, 2].flatMap((best) => [0, 1, 2].map((one) => (one === best ? 0.9 : 0.05)));
  const read = decoded(Float32Array.from(steps), ['甲', '乙'], { steps: 5, share: 1 });
  assert.equal(read.map((one) => one.text).join(''), '甲甲乙');
});
