import type { Citation, Severity } from '@mingjian/inspection';
import { wordsOf } from '@mingjian/ui/report/locale/index.ts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, type Page } from '../api.ts';
import { usePreferences } from '../preferences.ts';
import { DataTable } from '../shell/DataTable.tsx';
import { Loading, Nothing, Problem } from '../shell/states.tsx';

type PackRow = { id: string; title: string; version?: string; hash?: string };
type Rule = { id: string; item: string; title?: string; message?: string; severity: Severity; source?: Citation };

const Rules = ({ pack }: { pack: string }) => {
  const { t } = useTranslation();
  const words = wordsOf(usePreferences().locale);
  const detail = useQuery({
    queryKey: ['pack', pack],
    queryFn: () => get<{ rules: Rule[] }>(`/v1/packs/${encodeURIComponent(pack)}`),
  });
  if (detail.isPending) return <Loading />;
  if (detail.isError) return <Problem error={detail.error} onRetry={() => void detail.refetch()} />;
  const grade = (source?: Citation) =>
    source === undefined ? '—' : source.grade === 'A' ? 'A' : `${source.grade} · ${t('rulebooks.confirm')}`;
  return (
    <DataTable
      label={pack}
      rows={detail.data.rules}
      rowKey={(rule) => rule.id}
      columns={[
        { name: t('rulebooks.item'), cell: (rule) => words.item(rule.item) },
        { name: t('rulebooks.rule'), cell: (rule) => <code>{rule.id}</code> },
        { name: t('rulebooks.severity'), cell: (rule) => words.lookup(`severity.${rule.severity}`, rule.severity) },
        {
          name: t('rulebooks.citation'),
          cell: ({ source }) =>
            [source?.regulation, source?.article, source?.effectiveFrom].filter(Boolean).join(' ') || '—',
        },
        { name: t('rulebooks.grade'), cell: (rule) => grade(rule.source) },
      ]}
    />
  );
};

const Pack = ({ pack }: { pack: PackRow }) => {
  const [open, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <b>{pack.title}</b> <code>{pack.id}</code> <span className="muted">{pack.hash?.slice(0, 12)}</span>
      </summary>
      {open && <Rules pack={pack.id} />}
    </details>
  );
};

export default function RulebooksPage() {
  const { t } = useTranslation();
  const packs = useQuery({ queryKey: ['packs'], queryFn: () => get<Page<PackRow>>('/v1/packs') });
  return (
    <div className="page">
      <h1>{t('rulebooks.title')}</h1>
      {packs.isPending && <Loading />}
      {packs.isError && <Problem error={packs.error} onRetry={() => void packs.refetch()} />}
      {packs.data?.items.length === 0 && <Nothing />}
      <div className="stack">
        {packs.data?.items.map((pack) => (
          <Pack key={pack.id} pack={pack} />
        ))}
      </div>
    </div>
  );
}
