import type { LanguageData } from './data.ts';
import { fieldMeanings } from './fields.ts';
import { meaningIn } from './meaning.ts';
import { outlineOf } from './outline.ts';
import { placeAt } from './place.ts';
import { offsetOf, type Position, positionOf, type SourceRange, wordAround } from './position.ts';
import { citationKeyMeanings, type Meaning } from './words.ts';

/** Markdown in both languages, and the word that it is about. */
export type Hover = { markdown: Meaning; range: SourceRange };

const titled = (word: string, meaning: Meaning | undefined): Meaning | undefined =>
  meaning === undefined ? undefined : { zh: `**${word}** — ${meaning.zh}`, en: `**${word}** — ${meaning.en}` };

const withValues = (word: string): Meaning | undefined => {
  const field = fieldMeanings[word];
  if (field === undefined) return undefined;
  const values = field.values === undefined ? '' : `\n\n\`${field.values.join('` · `')}\``;
  return { zh: field.zh + values, en: field.en + values };
};

const keyHover = (path: readonly (string | number)[], word: string): Meaning | undefined => {
  if (path[0] === 'tests' && (path[2] === 'fields' || path[2] === 'call')) return withValues(word);
  if (path.length === 0) return meaningIn('pack', word);
  if (path[2] === 'citation') return citationKeyMeanings[word];
  const level = { labels: 'label', rules: 'rule', tests: 'test' }[String(path[0])] as
    | 'label'
    | 'rule'
    | 'test'
    | undefined;
  return path.length === 2 && level !== undefined ? meaningIn(level, word) : undefined;
};

const labelHover = (source: string, word: string, data: LanguageData): Meaning | undefined => {
  const own = outlineOf(source).labels.find(({ name }) => name === word)?.words;
  const words = own ?? data.inherited?.labels[word];
  if (words === undefined) return undefined;
  const from = own === undefined ? { zh: '继承的标签', en: 'inherited label' } : { zh: '标签', en: 'label' };
  return { zh: `${from.zh}：${words}`, en: `${from.en}: ${words}` };
};

const ruleHover = (source: string, word: string, data: LanguageData): Meaning | undefined => {
  const message = outlineOf(source).rules.find(({ id }) => id === word)?.message ?? data.inherited?.rules[word];
  return message === undefined ? undefined : { zh: `规则：${message}`, en: `rule: ${message}` };
};

const valueHover = (source: string, at: { path: readonly (string | number)[]; word: string }, data: LanguageData) => {
  const { path, word } = at;
  const key = path[0] === 'rules' || path[0] === 'tests' ? path[2] : path[0];
  if (key === 'item') {
    const item = data.items?.find(({ id }) => id === word);
    if (item === undefined) return undefined;
    const more = item.meaning === undefined ? '' : `\n\n${item.meaning}`;
    return { zh: item.zh + more, en: (item.en ?? item.zh) + more };
  }
  if (path[0] === 'tests' || key === 'without') return ruleHover(source, word, data);
  if (path[0] !== 'rules') return undefined;
  return labelHover(source, word, data) ?? withValues(word) ?? meaningIn('expression', word, data);
};

/** What the word at a position means: keys, verbs, operators, fields, items, facts, labels with their words, rules. Never throws. */
export const hover = (source: string, position: Position, data: LanguageData = {}): Hover | undefined => {
  const { from, to, text } = wordAround(source, offsetOf(source, position));
  if (text === '') return undefined;
  const { path, kind } = placeAt(source, from);
  const isKey = kind === 'key' || (kind === 'value' && /^\s*:(\s|$)/.test(source.slice(to)) && path.length === 2);
  if (kind === 'comment') return undefined;
  const meaning =
    path[0] === 'labels' && path.length === 1 && isKey
      ? labelHover(source, text, data)
      : isKey
        ? keyHover(path, text)
        : valueHover(source, { path, word: text }, data);
  const markdown = titled(text, meaning);
  return markdown === undefined
    ? undefined
    : { markdown, range: { from: positionOf(source, from), to: positionOf(source, to) } };
};
