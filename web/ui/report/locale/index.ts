import { createContext, useContext } from 'react';
import type { Locale } from '../types.ts';
import { en } from './en.ts';
import { itemNames } from './items.ts';
import { type Key, zh } from './zh.ts';

export type { Key } from './zh.ts';

type Params = Record<string, string | number>;
export type Words = {
  locale: Locale;
  /** A word of the report with its placeholders filled. */
  t: (key: Key, params?: Params) => string;
  /** A word looked up by a key made at run time; the fallback when there is none. */
  lookup: (key: string, fallback: string, params?: Params) => string;
  /** Name of an inspection item. */
  item: (id: string) => string;
};

const fill = (text: string, params: Params): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));

/** `sale.promise_return` reads `Sale: promise return`; item ids are English words already. */
const spelled = (id: string): string => {
  const words = id.replace(/_/g, ' ').replace(/^(\w+)\./, '$1: ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

const itemName = (id: string, locale: Locale, table: Record<string, string>): string => {
  const mark = table[`mark.${id.replace('_', '.')}`] ?? table[`mark.video.${id}`];
  if (mark !== undefined) return mark;
  return locale === 'zh-CN' ? (itemNames[id] ?? id) : spelled(id);
};

export const wordsOf = (locale: Locale): Words => {
  const table: Record<string, string> = locale === 'zh-CN' ? zh : en;
  const lookup = (key: string, fallback: string, params: Params = {}) => fill(table[key] ?? fallback, params);
  return {
    locale,
    t: (key, params) => lookup(key, key, params),
    lookup,
    item: (id) => itemName(id, locale, table),
  };
};

export const WordsContext = createContext<Words>(wordsOf('zh-CN'));
export const useWords = (): Words => useContext(WordsContext);
