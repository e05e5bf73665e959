import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Turn } from '@mingjian/timeline';
import fc from 'fast-check';
import { masked } from './mask.ts';
import { placeOfQuote } from './quote.ts';
import { readReply } from './reply.ts';
import { opinionSetting } from './settings.ts';
import { windowsOf } from './windows.ts';

const line = (turn: number, text: string) => ({ turn, from: 0, text });

test('a quote stands where its words stand: spaces, punctuation and width are evened out, nothing else', () => {
  const lines = [
    line(0, '您好'),
    line(1, '这个，保 本保息！'),
    line(2, '利率５．６％，保本保息'),
    line(3, '这个 保本保息'),
  ];
  assert.deepEqual(placeOfQuote(lines, '这个保本保息', 1), { turn: 1, from: 0, to: 8 });
  assert.deepEqual(placeOfQuote(lines, '利率5.6%', 2), { turn: 2, from: 0, to: 6 });
  for (const wrong of ['这个不保本保息', '利率56%', '利率5.6保本', '保本', '保息保本', '', '，。', '這個保本保息'])
    assert.equal(placeOfQuote(lines, wrong, 1), undefined, wrong);
  assert.deepEqual(placeOfQuote(lines, '您好', 0), { turn: 0, from: 0, to: 2 }, 'a whole short turn');
});

test('a wrong or invented turn number moves to the nearest turn that holds the words', () => {
  const lines = [line(0, '这个保本保息'), line(5, '没有'), line(9, '这个保本保息')];
  assert.equal(placeOfQuote(lines, '这个保本保息', 5)?.turn, 9);
  assert.equal(placeOfQuote(lines, '这个保本保息', 3)?.turn, 0);
  assert.equal(placeOfQuote(lines, '这个保本保息', 999)?.turn, 9);
  assert.equal(placeOfQuote([{ turn: 4, from: 100, text: '嗯这个保本保息' }], '这个保本保息', 4)?.from, 101);
});

test('numbers of people are masked letter by letter; amounts, years and names stay', () => {
  const hidden: [string, string][] = [
    ['身份证110101199003070013对吧', '身份证XXXXXXXXXXXXXXXXXX对吧'],
    ['11010119900307001x', 'XXXXXXXXXXXXXXXXXX'],
    ['卡号6222 0200 1234 5678', '卡号XXXX XXXX XXXX XXXX'],
    ['打我１３８００１３８０００', '打我XXXXXXXXXXX'],
    ['我电话幺三八零零幺三八零零零啊', '我电话XXXXXXXXXXX啊'],
    ['尾号8842的卡', '尾号XXXX的卡'],
    ['验证码是 三五八九', '验证码是 XXXX'],
    ['嗯，一三八零', '嗯，XXXX'],
  ];
  for (const [text, wanted] of hidden) assert.equal(masked(text), wanted);
  for (const text of ['年化百分之四点五', '2026年买的50000元', '三十万', '一年两次', 'R3产品', '第一，这个产品'])
    assert.equal(masked(text), text);
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => masked(text).length === text.length));
});

test('windows hold every character of every turn, overlap, stay within their size and end', () => {
  const texts = fc.array(fc.string({ unit: fc.constantFrom('保', '本', '吗', ' '), maxLength: 120 }), {
    maxLength: 30,
  });
  const sizes = fc.record({
    windowChars: fc.integer({ min: 1, max: 80 }),
    overlapChars: fc.integer({ min: 0, max: 80 }),
  });
  fc.assert(
    fc.property(texts, sizes, (all, size) => {
      const turns = all.map((text): Turn => ({ role: 'agent', text }));
      const windows = windowsOf(turns, size);
      for (const [i, text] of all.entries()) {
        const seen = new Set(
          windows.flat().flatMap((one) => (one.turn === i ? [...one.text].map((_, at) => one.from + at) : [])),
        );
        if (text.trim() !== '') assert.equal(seen.size, text.length);
      }
      for (const lines of windows)
        assert.ok(lines.length === 1 || lines.reduce((sum, one) => sum + one.text.length, 0) <= size.windowChars);
    }),
  );
  const turns = Array.from({ length: 40 }, (_, i): Turn => ({ role: 'agent', text: `第${i}句话说的是这个` }));
  const [first, second] = windowsOf(turns, { windowChars: 100, overlapChars: 30 });
  assert.ok(second?.[0] !== undefined && first?.some(({ turn }) => turn === second[0]?.turn), 'neighbours share turns');
});

test('an answer is read without trust: fences, thoughts, cut-off JSON, foreign items and words', () => {
  const asked = new Set(['a', 'b']);
  const good = '{"item":"a","opinion":"violated","turn":3,"quote":"这个保本"}';
  const claim = { item: 'a', stance: 'violated', turn: 3, quote: '这个保本' };
  for (const content of [
    `{"opinions":[${good}]}`,
    `\`\`\`json\n[${good}]\n\`\`\``,
    `<think>{"item":"b"}</think>好的：{"opinions":[${good}]}。`,
    `{"opinions":[${good},{"item":"b","opin`,
  ])
    assert.deepEqual(readReply(content, asked)?.claims, [claim], content);
  const odd = [
    { item: 'c', opinion: 'violated' },
    { item: 'a', opinion: 'guilty' },
    null,
    7,
    'a',
    { item: 'b', opinion: '合规' },
  ];
  assert.deepEqual(readReply(JSON.stringify({ opinions: odd }), asked), {
    claims: [{ item: 'b', stance: 'fine', turn: 0, quote: '' }],
    malformed: 5,
  });
  const many = Array.from({ length: 500 }, () => ({ item: 'a', opinion: 'unsure' }));
  assert.equal(readReply(JSON.stringify(many), asked)?.claims.length, 400);
  for (const content of ['', '抱歉，我不能回答', '{"verdict":"pass"}', '[', '{}'])
    assert.equal(readReply(content, asked), undefined, content);
  fc.assert(fc.property(fc.string(), (content) => void readReply(content, asked)));
});

test('off by default; an address alone or a wrong one is said, not guessed', () => {
  assert.deepEqual('isOff' in opinionSetting({}) && opinionSetting({}), opinionSetting({ MJ_OPINION_URL: ' ' }));
  const of = (url: string, model?: string) => opinionSetting({ MJ_OPINION_URL: url, MJ_OPINION_MODEL: model });
  for (const setting of [of('http://h/v1'), of('h/v1', 'm'), of('file:///etc', 'm')])
    assert.equal('isOff' in setting && setting.isOff, false);
  assert.deepEqual(of('http://h/v1', 'm'), { settings: { endpoint: 'http://h/v1', model: 'm' } });
});
