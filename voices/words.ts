import { pinyin } from 'pinyin-pro';
import type { Dictionary } from './dictionary.ts';
import { forcedAt } from './polyphones.ts';
import type { ToneWord } from './sandhi.ts';
import { letters, type Syllable } from './syllable.ts';

/** A syllable, or a Latin letter already spelt in phonemes. */
export type Part = Syllable & { spelt?: string };
/** `mark`: punctuation phonemes behind the word. */
export type Word = ToneWord<Part> & { mark: string };
/** The words of a text, and the characters that have no reading and would be silent. */
export type SpokenText = { words: Word[]; silent: string[] };

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });

/** Marks of the same effect share a line; the value is what the voice model knows. */
const marks: Readonly<Record<string, string>> = {
  '，、,': ', ',
  '。.\n': '. ',
  '？?': '? ',
  '！!': '! ',
  '；;': '; ',
  '：:': ': ',
  '“《「': ' “',
  '”》」': '” ',
  '（(': ' (',
  '）)': ') ',
  '…': '… ',
  '—': '— ',
};
const markOf: ReadonlyMap<string, string> = new Map(
  Object.entries(marks).flatMap(([characters, mark]) => [...characters].map((character) => [character, mark] as const)),
);

type Walk = { text: string; readings: Map<number, string>; words: Word[]; silent: string[] };

/** Text with its numbers already written out → words of syllables, before sandhi. */
export const wordsOf = (text: string, dictionary: Dictionary): SpokenText => {
  const walk: Walk = { text, readings: readingsOf(text, dictionary), words: [], silent: [] };
  for (const { segment, index } of segmenter.segment(text)) addSegment(walk, segment, index);
  return { words: walk.words, silent: walk.silent };
};

/** Pinyin with tone digit by position (UTF-16). */
const readingsOf = (text: string, dictionary: Dictionary): Map<number, string> => {
  const readings = new Map<number, string>();
  let at = 0;
  for (const entry of pinyin(text, { type: 'all', toneType: 'num', v: true, toneSandhi: true })) {
    if (entry.isZh) readings.set(at, entry.pinyin);
    at += entry.origin.length;
  }
  for (const [place, forced] of forcedAt(text, dictionary.forced)) {
    if (readings.has(place)) readings.set(place, `${forced.pinyin}${forced.tone}`);
  }
  return readings;
};

const addSegment = (walk: Walk, segment: string, index: number): void => {
  const parts: Part[] = [];
  let at = index;
  for (const character of segment) {
    const reading = walk.readings.get(at);
    const mark = markOf.get(character);
    const letter = letters[character.toUpperCase()];
    if (reading !== undefined) addHan(parts, { ...walk, character, segment, at, reading });
    else if (letter !== undefined) parts.push({ pinyin: '', tone: 0, spelt: letter });
    else if (mark !== undefined) addMark(walk.words, parts, mark);
    else if (/[\p{L}\p{N}]/u.test(character)) walk.silent.push(character);
    at += character.length;
  }
  if (parts.length > 0) walk.words.push({ syllables: parts, breakAfter: false, mark: '' });
};

/** Punctuation ends what stands before it. */
const addMark = (words: Word[], parts: Part[], mark: string): void => {
  const before = words.at(-1);
  if (parts.length > 0) words.push({ syllables: parts.splice(0), breakAfter: true, mark });
  else if (before === undefined) words.push({ syllables: [], breakAfter: true, mark });
  else {
    before.breakAfter = true;
    before.mark += mark;
  }
};

type Han = Walk & { character: string; segment: string; at: number; reading: string };

const addHan = (parts: Part[], han: Han): void => {
  const tone = Number(/\d$/.exec(han.reading)?.[0] ?? 0);
  const before = parts.at(-1) ?? han.words.at(-1)?.syllables.at(-1);
  if (han.character === '儿' && isErhua(han) && before !== undefined && before.spelt === undefined) before.erhua = true;
  else
    parts.push({ pinyin: han.reading.replace(/\d$/, ''), tone: han.character === '一' ? toneOfOne(han, tone) : tone });
};

const erhuaCarriers = /[点会事这那哪玩块活份]/;

/** 儿 melts into the syllable before it inside a word or after the usual carriers; 女儿, 儿子 keep it. */
const isErhua = ({ segment, text, at }: Han): boolean => {
  const before = text[at - 1] ?? '';
  if (/[女婴孤幼胎少育孩]/.test(before) || /^儿[子童女科歌媳]/.test(text.slice(at))) return false;
  return erhuaCarriers.test(before) || (segment.length > 1 && !segment.startsWith('儿'));
};

const digitAround = /[零〇一二三四五六七八九点幺]/;

/** 一 keeps its first tone among digits (二零一九年); 一百, 一千, 一万 change it. */
const toneOfOne = ({ text, at }: Han, tone: number): number => {
  const [before, after] = [text[at - 1] ?? '', text[at + 1] ?? ''];
  if (digitAround.test(after) && after !== '点') return 1;
  return digitAround.test(before) && !/[百千万亿]/.test(after) ? 1 : tone;
};
