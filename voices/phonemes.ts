import { pinyin } from 'pinyin-pro';
import { type Dictionary, emptyDictionary } from './dictionary.ts';
import { readNumbers } from './numbers.ts';
import { forcedAt } from './polyphones.ts';
import { type ToneWord, thirdToneSandhi } from './sandhi.ts';
import { letters, type Syllable, speakSyllable } from './syllable.ts';

type Part = Syllable & { spelt?: string };
type Word = ToneWord<Part> & { mark: string };

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });
const punctuation: Readonly<Record<string, string>> = {
  '，': ', ',
  '、': ', ',
  ',': ', ',
  '。': '. ',
  '.': '. ',
  '？': '? ',
  '?': '? ',
  '！': '! ',
  '!': '! ',
  '；': '; ',
  ';': '; ',
  '：': ': ',
  ':': ': ',
  '“': ' “',
  '”': '” ',
  '《': ' “',
  '》': '” ',
  '「': ' “',
  '」': '” ',
  '（': ' (',
  '）': ') ',
  '(': ' (',
  ')': ') ',
  '…': '… ',
  '—': '— ',
  '\n': '. ',
};
const numeralAround = /[零〇一二三四五六七八九点幺]/;
const erhuaCarriers = /[点会事这那哪玩块活份]/;
const fullEr = /^(?:女儿|婴儿|孤儿|幼儿|胎儿|少儿|育儿|孩儿|[儿])/;

/** Text to the phoneme string of the voice model, numbers read out. Characters without a reading are left out. */
export const phonemes = (text: string, dictionary: Dictionary = emptyDictionary): string => {
  const said = readNumbers(dictionary.rewrite(text));
  const words = wordsOf(said, dictionary);
  thirdToneSandhi(words);
  return spell(words);
};

/** How many characters of a text have a reading: Han with pinyin, Latin letters. For checking that none is lost. */
export const countSpoken = (text: string): number =>
  [...readNumbers(text)].filter((character) => /\p{Script=Han}|[A-Za-z]/u.test(character)).length;

const wordsOf = (text: string, dictionary: Dictionary): Word[] => {
  const entries = pinyin(text, { type: 'all', toneType: 'num', v: true, toneSandhi: true });
  const forced = forcedAt(text, dictionary.forced);
  const words: Word[] = [];
  let next = 0;
  for (const { segment, index } of segmenter.segment(text)) {
    const characters = [...segment];
    const parts: Part[] = [];
    let at = index;
    for (const character of characters) {
      const entry = entries[next++]!;
      const force = forced.get(at);
      if (entry.isZh)
        addHan(parts, {
          character,
          segment,
          text,
          at,
          pinyin: force ? `${force.pinyin}${force.tone}` : entry.pinyin,
          words,
        });
      else if (/[A-Za-z]/.test(character))
        parts.push({ pinyin: '', tone: 0, spelt: letters[character.toUpperCase()]! });
      else if (punctuation[character] !== undefined) closeWord(words, parts, punctuation[character]);
      at += character.length;
    }
    if (parts.length > 0) words.push({ syllables: parts, breakAfter: false, mark: '' });
  }
  return words;
};

/** Punctuation ends what stands before it. */
const closeWord = (words: Word[], parts: Part[], mark: string): void => {
  if (parts.length > 0) words.push({ syllables: parts.splice(0), breakAfter: true, mark });
  else if (words.length > 0) {
    const before = words.at(-1)!;
    before.breakAfter = true;
    before.mark += mark;
  } else words.push({ syllables: [], breakAfter: true, mark });
};

type Han = { character: string; segment: string; text: string; at: number; pinyin: string; words: Word[] };

const addHan = (parts: Part[], han: Han): void => {
  const tone = Number(/\d$/.exec(han.pinyin)?.[0] ?? 0);
  const bare = han.pinyin.replace(/\d$/, '');
  if (han.character === '儿' && isErhua(han)) {
    const before = parts.at(-1) ?? han.words.at(-1)?.syllables.at(-1);
    if (before !== undefined && before.spelt === undefined) {
      before.erhua = true;
      return;
    }
  }
  parts.push({ pinyin: bare, tone: han.character === '一' ? toneOfOne(han, tone) : tone });
};

/** 儿 melts into the syllable before it inside a word or after the usual carriers; 女儿, 儿子 keep it. */
const isErhua = ({ segment, text, at }: Han): boolean => {
  const before = text[at - 1] ?? '';
  if (/[女婴孤幼胎少育孩]/.test(before) || /^儿[子童女科歌媳]/.test(text.slice(at))) return false;
  return erhuaCarriers.test(before) || (segment.length > 1 && !fullEr.test(segment));
};

/** 一 keeps its first tone among digits (二零一九年); 一百, 一千, 一万 change it. */
const toneOfOne = ({ text, at }: Han, tone: number): number => {
  const [before, after] = [text[at - 1] ?? '', text[at + 1] ?? ''];
  if (numeralAround.test(after) && after !== '点') return 1;
  return numeralAround.test(before) && !/[百千万亿]/.test(after) ? 1 : tone;
};

const spell = (words: readonly Word[]): string => {
  let spelt = '';
  for (const { syllables, mark } of words) {
    const word = syllables.map((part) => part.spelt ?? speakSyllable(part)).join('');
    spelt += spelt === '' || spelt.endsWith(' ') || /[“(]$/.test(spelt) || word === '' ? word : ` ${word}`;
    spelt += mark;
  }
  return spelt.replace(/\s+/g, ' ').trim();
};
