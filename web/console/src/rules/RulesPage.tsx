import { useQuery } from '@tanstack/react-query';
import { lazy, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, type Page } from '../api.ts';
import { Loading, Nothing, Problem } from '../shell/states.tsx';
import type { ShippedSource } from './shipped-source.ts';

const OpenPack = lazy(() => import('./OpenPack.tsx'));

const Opened = ({ id }: { id: string }) => {
  const found = useQuery({
    queryKey: ['pack source', id],
    queryFn: () => get<ShippedSource>(`/v1/packs/${encodeURIComponent(id)}/source`),
  });
  if (found.isPending) return <Loading />;
  if (found.isError) return <Problem error={found.error} onRetry={() => void found.refetch()} />;
  return <OpenPack shipped={found.data} />;
};

/** The shipped packs; one of them opens in the editor. */
export default function RulesPage() {
  const { t } = useTranslation();
  const [open, setOpen] = useState('');
  const packs = useQuery({
    queryKey: ['packs'],
    queryFn: () => get<Page<{ id: string; title: string }>>('/v1/packs'),
  });
  return (
    <div className="page">
      <h1>{t('rules.title')}</h1>
      {packs.isPending && <Loading />}
      {packs.isError && <Problem error={packs.error} onRetry={() => void packs.refetch()} />}
      {packs.data?.items.length === 0 && <Nothing />}
      <ul className="rule-packs">
        {packs.data?.items.map(({ id, title }) => (
          <li key={id}>
            <button type="button" aria-pressed={id === open} onClick={() => setOpen(id)}>
              {title} <code>{id}</code>
            </button>
          </li>
        ))}
      </ul>
      {open !== '' && <Opened key={open} id={open} />}
    </div>
  );
}
