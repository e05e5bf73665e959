import assert from 'node:assert/strict';
import { test } from 'node:test';
import { combine } from './answer.ts';
import { isLoop, largest, logSoftmax } from './beam.ts';
import { countErrors, spoken } from './errors.ts';
import { syllableShare } from './expected.ts';
import { advance, hotTrie } from './hot-words.ts';
import { holds, spotsOf } from './phrases.ts';
import { placeOf } from './place.ts';
import { answerOf, answerWords, oppositeOf, polarityOf } from './polarity.ts';
import { repair } from './repair.ts';
import { simplify } from './simplify.ts';
import { snap } from './snap.ts';
import { helpFor } from './terms.ts';
import { vocabularyOf } from './tokens.ts';

test('Traditional characters become simplified, one for one, and the others stay', () => {
  assert.equal(simplify('這個產品有風險,請確認'), '这个产品有风险,请确认');
  assert.equal(simplify('甚至 ABC 什么'), '甚至 ABC 什么');
});

test('homophones are repaired to terms, longest first', () => {
  assert.equal(repair('请看风现揭是', ['风险', '风险揭示']), '请看风险揭示');
  assert.equal(repair('犹玉期十五天', ['犹豫期']), '犹豫期十五天');
});

test('repair never writes, removes or changes a negation or a number', () => {
  assert.equal(repair('这是步保本的', ['不保本']), '这是步保本的');
  assert.equal(repair('我不同意', ['布同意']), '我不同意');
  assert.equal(repair('期限是亿年的', ['一年的']), '期限是亿年的');
  assert.equal(repair('全无风险', ['全屋风险']), '全无风险');
});

const lines = Array.from({ length: 300 }, (_, i) => (i < 94 ? String.fromCharCode(33 + i) : 'Ā'));
lines[200] = 'ab';
lines[201] = 'abc';
const vocabulary = vocabularyOf(lines);

test('byte pairs merge by lowest id and text comes back', () => {
  assert.deepEqual(vocabulary.encode('abcab'), [201, 200]);
  assert.equal(vocabulary.decode([201, 200]), 'abcab');
});

const oneEach = { encode: (text: string) => [...text].map((c) => c.charCodeAt(0)) };
test('a hot word earns one nat per token, given back when the path breaks, kept at its end', () => {
  const root = hotTrie(['净值型'], oneEach);
  const walk = (text: string) => {
    let state = { node: root, pending: 0 };
    let total = 0;
    for (const token of oneEach.encode(text)) {
      const next = advance(root, state, token);
      state = next.state;
      total += next.bonus;
    }
    return total;
  };
  assert.equal(walk('净值'), 2);
  assert.equal(walk('净值得'), 0);
  assert.equal(walk('净值型得'), 3);
});

test('terms with a negation or a number are no hot words', () => {
  assert.equal(hotTrie(['不保本', '三个月', '无风险'], oneEach).children.size, 0);
});

test('the softmax leaves out forbidden tokens; the largest come best first, ties to the lower id', () => {
  const row = logSoftmax(Float32Array.from([1, 9, 1, 0]), Uint8Array.from([0, 1, 0, 0]));
  const sum = row.reduce((total, x) => total + Math.exp(x), 0);
  assert.ok(Math.abs(sum - 1) < 1e-6);
  assert.equal(row[1], Number.NEGATIVE_INFINITY);
  assert.deepEqual(largest(row, 3), [0, 2, 3]);
});

test('repetition is a loop, ordinary text is not', () => {
  assert.equal(isLoop(new Array(8).fill(5)), true);
  assert.equal(isLoop([1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2]), true);
  assert.equal(isLoop([1, 2, 1, 2, 3, 1, 2, 1, 2, 3]), false);
});

test('character edges move to edges of energy and never overlap', () => {
  const samples = new Float32Array(16000);
  for (let i = 4800; i < 9600; i++) samples[i] = Math.sin(i);
  const [a, b] = snap(
    [
      { text: '同', startMs: 20, endMs: 300 },
      { text: '意', startMs: 300, endMs: 560 },
    ],
    samples,
  );
  assert.equal(a?.startMs, 300);
  assert.equal(b?.endMs, 600);
  assert.ok((a?.endMs ?? 9999) <= (b?.startMs ?? 0));
});

const answers = {
  yes: [
    '同意',
    '是的',
    '没有异议',
    '我已经明白了',
    '但是我自己要买的',
    '没什么不清楚的',
    '嗯，是的，同意',
    '对，是我自己要买的',
    '好的，没问题',
  ],
  no: ['不同意', '不用了，谢谢', '我没看过这个', '那个，不，不同意', '我不太明白'],
  unclear: [
    '应该吧',
    '嗯',
    '大概清楚了吧',
    '没听清，请再说一遍',
    '我儿子说可以',
    '我爱子说可以',
    '你说行就行',
    '语音识别',
    '普同意',
    '没神莫不清楚的',
    '',
  ],
} as const;
for (const [polarity, texts] of Object.entries(answers)) {
  test(`${texts.length} answers are ${polarity}`, () => {
    for (const text of texts) assert.equal(polarityOf(text), polarity, text);
  });
}

test('an opinion of the sound against the words makes an answer unclear', () => {
  assert.equal(combine('yes', { margins: [4, 11] }), 'yes');
  assert.equal(combine('yes', { margins: [4, -0.5] }), 'unclear');
  assert.equal(combine('no', { margins: [-4, 2] }), 'unclear');
});

test('a character that could be a 不 is cleared only by two opinions of the sound', () => {
  assert.deepEqual(answerOf('我请明白了').suspects, [{ yes: '我请明白了', no: '我不明白了' }]);
  assert.deepEqual(answerOf('我听明白了').suspects, []);
  assert.equal(combine('yes', { margins: [4, 12], doubts: [[8.5, 15.8]] }), 'yes');
  assert.equal(combine('yes', { margins: [4, 12], doubts: [[0.8, -0.2]] }), 'unclear');
  assert.equal(combine('yes', { margins: [4], doubts: [[8.5]] }), 'unclear');
});

test('homophones of agreement are repaired, nothing is made of a negation', () => {
  assert.equal(repair('没有意义', answerWords), '没有异议');
  assert.equal(repair('我资源购买', answerWords), '我自愿购买');
  assert.equal(repair('不童意', answerWords), '不同意');
});

test('the opposite of an answer differs by one 不', () => {
  assert.deepEqual(oppositeOf('嗯，我不同意。'), { yes: '嗯我同意', no: '嗯我不同意' });
  assert.deepEqual(oppositeOf('清楚'), { yes: '清楚', no: '不清楚' });
  assert.deepEqual(oppositeOf('没有异议'), { yes: '没有异议', no: '有异议' });
  assert.equal(oppositeOf('没什么不清楚的'), undefined);
  assert.equal(oppositeOf('我不太明白'), undefined);
});

test('a script counts by its syllables in order, homophones included', () => {
  assert.equal(syllableShare('产品有风险', '这个产品又风现。'), 1);
  assert.ok(syllableShare('产品有风险', '今天天气好') < 0.3);
});

test('numbers are compared as spoken', () => {
  assert.equal(spoken('下降超50%', 'value'), '下降超百分之五十');
  assert.equal(spoken('工号0358', 'each'), '工号零三五八');
  assert.equal(spoken('10005元', 'value'), '一万零五元');
  assert.deepEqual(countErrors('百分之五十', '50%'), { characters: 5, wrong: 0, wrongSyllables: 0 });
  assert.equal(countErrors('风险', '风现').wrong, 1);
});

test('a phrase is confirmed by its syllables; one may be wrong in a long one that was heard clearly', () => {
  assert.equal(holds('这个产品不保证本金的', '不保证本金', { forgiving: false }), true);
  assert.equal(holds('这个产品不保正本今的', '不保证本金', { forgiving: false }), true);
  assert.equal(holds('您的身份证后四位', '身份证号', { forgiving: true }), true);
  assert.equal(holds('您的身份证后四位', '身份证号', { forgiving: false }), false);
  assert.equal(holds('保证收益', '保本', { forgiving: true }), false);
});

test('every place of a phrase is found, not only the best', () => {
  const frame = (label: number, p: number) =>
    Float32Array.from({ length: 4 }, (_, i) => (i === label ? p : (1 - p) / 3));
  const blank = () => Array.from({ length: 30 }, () => frame(0, 0.97));
  const said = (p: number) => [frame(1, p), frame(0, 0.9), frame(2, p)];
  const found = spotsOf([...blank(), ...said(0.9), ...blank(), ...said(0.97), ...blank()], [1, 2]);
  assert.deepEqual(
    found.map((spot) => spot.firstFrame),
    [30, 63],
  );
  assert.deepEqual(spotsOf(blank(), [1, 2]), []);
});

test('a sentence is found in what was said with its time, and another is not; digits are read', () => {
  const text = '大家好本产品不保证本金和收益谢谢';
  const words = [...text].map((c, i) => ({ text: c, startMs: i * 200, endMs: i * 200 + 200 }));
  const fact = { t: 0, end: 3200, kind: 'utterance', name: 'speech.text', text, words, detector: 'test' } as const;
  assert.deepEqual(placeOf('本产品不保证本金和收益', [fact]), { share: 1, t: 600, end: 2800 });
  assert.ok((placeOf('犹豫期内可以退保', [fact])?.share ?? 0) < 0.3);
  const rate = { ...fact, text: '年化利率5.4%。', words: [] };
  assert.equal(placeOf('年化利率百分之五点四', [rate])?.share, 1);
  assert.equal(syllableShare('一共三十六个月', '一共36个月'), 1);
});

test('help comes from packs and scripts: used terms first, a prompt only with a script, no negation and no number', () => {
  const packs = ['净值', '犹豫期', '不保本', '风险等级', '三个月', '封闭期'];
  const help = helpFor(packs, ['本产品有封闭期和风险等级。', '封闭期内净值会变动。']);
  assert.deepEqual(help.hotWords, ['封闭期', '净值', '风险等级', '犹豫期']);
  assert.deepEqual(help.promptWords, ['封闭期', '净值', '风险等级']);
  assert.equal(helpFor(packs).promptWords, undefined);
});
