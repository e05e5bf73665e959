import { dateTime } from '@mingjian/ui/report/format.ts';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '../preferences.ts';
import { Listing } from '../shell/Listing.tsx';

type AuditRow = {
  seq: number;
  at: string;
  person: { id: string; name: string } | null;
  action: string;
  subject: string;
};

export default function AuditPage() {
  const { t } = useTranslation();
  const { locale } = usePreferences();
  return (
    <div className="page">
      <h1>{t('audit.title')}</h1>
      <Listing<AuditRow>
        label={t('audit.title')}
        path="/v1/audit"
        queryKey={['audit']}
        rowKey={(row) => String(row.seq)}
        columns={[
          { name: t('audit.at'), cell: (row) => dateTime(row.at, locale) },
          { name: t('audit.who'), cell: (row) => row.person?.name ?? '—' },
          { name: t('audit.what'), cell: (row) => row.action },
          { name: t('audit.object'), cell: (row) => row.subject },
        ]}
      />
    </div>
  );
}
