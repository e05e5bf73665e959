import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { emptyDictionary, readDictionary } from './dictionary.ts';
import { readNumbers } from './numbers.ts';
import { phonemes, unspoken } from './phonemes.ts';
import { idsOf } from './symbols.ts';
import { wordsOf } from './words.ts';

const sentences = readFileSync(new URL('./testdata/sentences.txt', import.meta.url), 'utf8')
  .trim()
  .split('\n');

test('no syllable and no phoneme is lost over the sentence list', () => {
  assert.ok(sentences.length >= 300);
  for (const sentence of sentences) {
    assert.deepEqual(unspoken(sentence), [], sentence);
    const said = readNumbers(sentence);
    const wanted = [...said].filter((character) => /[\p{Script=Han}A-Za-z]/u.test(character)).length;
    const syllables = wordsOf(said, emptyDictionary).words.flatMap((word) => word.syllables);
    const melted = syllables.filter((syllable) => syllable.erhua === true).length;
    assert.equal(syllables.length + melted, wanted, sentence);
    assert.ok(idsOf(phonemes(sentence)).length <= 508, sentence);
  }
});

const spoken: Record<string, string> = {
  我想买: 'wo↗ɕja↓ŋ mai↓',
  海棠银行信用卡: 'xai↓tʰa↗ŋ i↗nxa↗ŋ ɕi↘njʊ↘ŋkʰa↓',
  展览馆: 'ꭧa↗nla↓n kwa↓n',
  你好: 'ni↗xau↓',
  第一次: 'ti↘i→ʦʰɨ↘',
  一百万: 'i↘ pai↓wa↘n',
  '2019年': 'ɚ↘ li↗ŋ i→ʨjou↓ njɛ↗n',
  差一点儿: 'ꭧʰa↘i↘tjɛ↓ɚ',
  女儿: 'ny↓ɚ↗',
  玩儿: 'wa↗ɚ',
  略懂绿色: 'lɥe↘ tʊ↓ŋ ly↘sɤ↘',
  嗯: 'ə→n',
  R2: 'ˈɑɹ ɚ↘',
  '好，我买。': 'xau↓, wo↗ mai↓.',
};

for (const [text, said] of Object.entries(spoken)) {
  test(`${text} is spoken ${said}`, () => assert.equal(phonemes(text), said));
}

/** The syllable that the character between ** is read as. */
const syllableIn = (marked: string): string => {
  const [before, wanted] = marked.split('*') as [string, string];
  const words = wordsOf(marked.replaceAll('*', ''), emptyDictionary).words.flatMap((word) => word.syllables);
  const place = [...before].filter((character) => /\p{Script=Han}/u.test(character)).length;
  assert.equal([...wanted].length, 1);
  return `${words[place]!.pinyin}${words[place]!.tone}`;
};

const polyphones: Record<string, string> = {
  '海棠银*行*信用卡': 'hang2',
  '银*行*理财': 'hang2',
  '我们*行*的利率': 'hang2',
  '我们*行*动起来': 'xing2',
  '自*行*车': 'xing2',
  '*还*款日': 'huan2',
  '要*还*的': 'hai2',
  '别不*还*。': 'huan2',
  '*还*清楚吗': 'hai2',
  '您*得*还款': 'dei3',
  '都*得*看信用': 'dei3',
  '他*得*到了': 'de2',
  '说*得*好': 'de0',
  '*只*能本人办': 'zhi3',
  '这*只*基金': 'zhi1',
  '三*只*猫': 'zhi1',
  '期间*为*终身': 'wei2',
  '*为*您服务': 'wei4',
  '因*为*': 'wei4',
  '评级*为*R四': 'wei2',
  '*重*置密码': 'chong2',
  '*重*要': 'zhong4',
  '*曾*女士您好': 'zeng1',
  '姓*单*的': 'shan4',
  '保*单*': 'dan1',
};

for (const [marked, reading] of Object.entries(polyphones)) {
  test(`${marked} is read ${reading}`, () => assert.equal(syllableIn(marked), reading));
}

test('a character without a reading is reported', () => {
  assert.deepEqual(unspoken('户名𠮷ㅎ。'), ['𠮷', 'ㅎ']);
});

test('an unknown symbol is refused, not swallowed', () => {
  assert.throws(() => idsOf('wo↗ʒ'), /no symbol "ʒ"/);
});

test('an operator reads product names as wanted', () => {
  const dictionary = readDictionary('# names\n行行 = hang2 xing2\nAPP = 手机应用\n');
  assert.equal(phonemes('行行', dictionary), 'xa↗ŋ ɕi↗ŋ');
  assert.equal(phonemes('APP', dictionary), phonemes('手机应用'));
});

test('a broken dictionary names its line', () => {
  assert.throws(() => readDictionary('好 = hao3\n海棠 hai3'), /line 2 .*word = reading/);
  assert.throws(() => readDictionary('海棠 = hai3'), /line 1 .* 1 syllables for 海棠/);
});
