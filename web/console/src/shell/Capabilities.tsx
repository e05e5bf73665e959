import { wordsOf } from '@mingjian/ui/report/locale/index.ts';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type Capability, get } from '../api.ts';
import { usePreferences } from '../preferences.ts';

const signs: Record<Capability['state'], string> = { ready: '✓', arriving: '…', missing: '—' };

const share = (capability: Capability): string =>
  capability.state === 'arriving' && capability.done !== undefined ? ` ${Math.round(capability.done * 100)}%` : '';

/** What the product cannot hear or see yet; gone when everything is ready. */
export const Capabilities = () => {
  const { t } = useTranslation();
  const { locale } = usePreferences();
  const { lookup } = wordsOf(locale);
  const { data } = useQuery({
    queryKey: ['capabilities'],
    queryFn: () => get<{ items: Capability[] }>('/v1/capabilities'),
  });
  const notReady = (data?.items ?? []).filter((c) => c.state !== 'ready');
  if (notReady.length === 0) return null;
  return (
    <section className="strip" aria-label={t('capabilities.title')}>
      <b>{t('capabilities.title')}</b>
      {notReady.map((c) => (
        <span key={c.name} className={`capability capability-${c.state}`} title={c.reason}>
          <span aria-hidden="true">{signs[c.state]}</span> {lookup(`capability.${c.name}`, c.name)}{' '}
          {t(`capabilities.${c.state}`)}
          {share(c)}
        </span>
      ))}
    </section>
  );
};
