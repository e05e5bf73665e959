import { usePreferences } from '../preferences.ts';

/** The reader's language as the rule language names it. */
export const useLanguage = (): 'zh' | 'en' => (usePreferences().locale.startsWith('zh') ? 'zh' : 'en');
