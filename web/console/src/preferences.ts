import type { Locale, TextSize } from '@mingjian/ui/report/types.ts';
import i18next from 'i18next';
import { useSyncExternalStore } from 'react';
import { initReactI18next } from 'react-i18next';
import { en } from './locale/en.ts';
import { zh } from './locale/zh.ts';

export type Preferences = { locale: Locale; size: TextSize };
const storageKey = 'mingjian.preferences';

const stored = (): Partial<Preferences> => {
  try {
    return JSON.parse(localStorage.getItem(storageKey) ?? '{}') as Partial<Preferences>;
  } catch {
    return {};
  }
};

let current: Preferences = { locale: 'zh-CN', size: 'standard', ...stored() };
const listeners = new Set<() => void>();

void i18next.use(initReactI18next).init({
  lng: current.locale,
  resources: { 'zh-CN': { translation: zh }, 'en-US': { translation: en } },
  keySeparator: false,
  nsSeparator: false,
  interpolation: { escapeValue: false },
});

/** Changes language or text size; kept on this machine, since the login page needs them too. */
export const setPreferences = (change: Partial<Preferences>): void => {
  current = { ...current, ...change };
  localStorage.setItem(storageKey, JSON.stringify(current));
  void i18next.changeLanguage(current.locale);
  for (const listener of listeners) listener();
};

export const usePreferences = (): Preferences =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
