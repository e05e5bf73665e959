import type { Locale, TextSize } from '@mingjian/ui/report/types.ts';
import { useTranslation } from 'react-i18next';
import { setPreferences, usePreferences } from '../preferences.ts';

const locales: [Locale, string][] = [
  ['zh-CN', '简体中文'],
  ['en-US', 'English'],
];
const sizes: TextSize[] = ['compact', 'standard', 'large'];

/** Language and text size; also on the login page, before anybody is known. */
export const Choices = () => {
  const { t } = useTranslation();
  const { locale, size } = usePreferences();
  return (
    <div className="stack">
      <fieldset className="choices">
        <legend>{t('settings.language')}</legend>
        {locales.map(([value, name]) => (
          <span key={value}>
            <input
              type="radio"
              id={`locale-${value}`}
              name="locale"
              checked={locale === value}
              onChange={() => setPreferences({ locale: value })}
            />{' '}
            <label htmlFor={`locale-${value}`} lang={value}>
              {name}
            </label>
          </span>
        ))}
      </fieldset>
      <fieldset className="choices">
        <legend>{t('settings.size')}</legend>
        {sizes.map((value) => (
          <span key={value}>
            <input
              type="radio"
              id={`size-${value}`}
              name="size"
              checked={size === value}
              onChange={() => setPreferences({ size: value })}
            />{' '}
            <label htmlFor={`size-${value}`}>{t(`size.${value}`)}</label>
          </span>
        ))}
      </fieldset>
    </div>
  );
};
