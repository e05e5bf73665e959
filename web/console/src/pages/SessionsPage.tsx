import { clockTime, dateTime } from '@mingjian/ui/report/format.ts';
import { wordsOf } from '@mingjian/ui/report/locale/index.ts';
import { useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { query, type SessionRow } from '../api.ts';
import { usePreferences } from '../preferences.ts';
import { products } from '../products.ts';
import type { Column } from '../shell/DataTable.tsx';
import { Listing } from '../shell/Listing.tsx';
import { StatusWord, VerdictWord } from '../shell/words.tsx';

const filterNames = ['q', 'product', 'verdict', 'status', 'branch', 'from', 'to'] as const;
const statuses = ['uploading', 'queued', 'inspecting', 'done', 'failed'];
const verdicts = ['fail', 'undecidable', 'pass'] as const;

type Choice = [value: string, name: string];
type SelectProps = { name: string; label: string; value: string; choices: Choice[]; onChange: (value: string) => void };
const Select = ({ name, label, value, choices, onChange }: SelectProps) => {
  const { t } = useTranslation();
  return (
    <label>
      {label}
      <select name={name} value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">{t('sessions.all')}</option>
        {choices.map(([choice, text]) => (
          <option key={choice} value={choice}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
};

const Filters = ({ values, set }: { values: URLSearchParams; set: (name: string, value: string) => void }) => {
  const { t } = useTranslation();
  const words = wordsOf(usePreferences().locale);
  const at = (name: string) => values.get(name) ?? '';
  const lines = products.map((p): Choice => [p, words.lookup(`product.${p}`, p)]);
  const outcomes = verdicts.map((v): Choice => [v, words.t(`verdict.${v}`)]);
  const states = statuses.map((s): Choice => [s, t(`status.${s}`)]);
  return (
    <search className="filters">
      <label>
        {t('sessions.search')}
        <input type="search" value={at('q')} onChange={(event) => set('q', event.target.value)} />
      </label>
      <Select
        name="verdict"
        label={t('sessions.verdict')}
        value={at('verdict')}
        choices={outcomes}
        onChange={(v) => set('verdict', v)}
      />
      <Select
        name="status"
        label={t('sessions.status')}
        value={at('status')}
        choices={states}
        onChange={(v) => set('status', v)}
      />
      <Select
        name="product"
        label={t('sessions.product')}
        value={at('product')}
        choices={lines}
        onChange={(v) => set('product', v)}
      />
      <label>
        {t('sessions.from')}
        <input type="date" value={at('from')} onChange={(event) => set('from', event.target.value)} />
      </label>
      <label>
        {t('sessions.to')}
        <input type="date" value={at('to')} onChange={(event) => set('to', event.target.value)} />
      </label>
    </search>
  );
};

const useColumns = (): Column<SessionRow>[] => {
  const { t } = useTranslation();
  const { locale } = usePreferences();
  const { lookup } = wordsOf(locale);
  return [
    { name: t('sessions.verdict'), cell: (row) => <VerdictWord verdict={row.verdict} /> },
    {
      name: t('sessions.name'),
      cell: (row) => <Link to={`/sessions/${encodeURIComponent(row.id)}`}>{row.title}</Link>,
    },
    {
      name: t('sessions.product'),
      cell: (row) => (row.product === null ? '—' : lookup(`product.${row.product}`, row.product)),
    },
    {
      name: t('sessions.findings'),
      cell: (row) => (row.findings ? `${row.findings.violated} / ${row.findings.undecidable}` : '—'),
    },
    { name: t('sessions.status'), cell: (row) => <StatusWord status={row.status} progress={row.progress ?? null} /> },
    { name: t('sessions.branch'), cell: (row) => row.branch?.name ?? '—' },
    { name: t('sessions.duration'), cell: (row) => (row.durationMs === null ? '—' : clockTime(row.durationMs)) },
    { name: t('sessions.created'), cell: (row) => dateTime(row.createdAt, locale) },
  ];
};

/** The server leaves `to` out; people mean the day they name to be in. */
const dayAfter = (date: string): string => {
  const next = new Date(`${date}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return Number.isNaN(next.getTime()) ? '' : next.toISOString().slice(0, 10);
};

export default function SessionsPage() {
  const { t } = useTranslation();
  const [values, setValues] = useSearchParams();
  const columns = useColumns();
  const set = (name: string, value: string) =>
    setValues(
      (old) => {
        const next = new URLSearchParams(old);
        if (value === '') next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true },
    );
  const chosen = Object.fromEntries(filterNames.map((name) => [name, values.get(name) ?? undefined]));
  if (chosen.to !== undefined) chosen.to = dayAfter(chosen.to);
  const wanted = useDeferredValue(query({ limit: '50', ...chosen }));
  return (
    <div className="page">
      <h1>{t('sessions.title')}</h1>
      <Filters values={values} set={set} />
      <Listing<SessionRow>
        label={t('sessions.title')}
        path={`/v1/sessions${wanted}`}
        queryKey={['sessions', wanted]}
        columns={columns}
        rowKey={(row) => row.id}
        emptyText={t('sessions.empty')}
      />
    </div>
  );
}
