import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { post } from '../api.ts';
import { Listing } from '../shell/Listing.tsx';
import { useMay } from '../shell/me.ts';

type JobRow = { id: string; queue: string; state: string; error?: string | null };

const Retry = ({ job }: { job: JobRow }) => {
  const { t } = useTranslation();
  const client = useQueryClient();
  const retry = useMutation({
    mutationFn: () => post(`/v1/jobs/${encodeURIComponent(job.id)}/retry`),
    onSuccess: () => client.invalidateQueries({ queryKey: ['jobs'] }),
  });
  return (
    <>
      <Button size="small" loading={retry.isPending} onClick={() => retry.mutate()}>
        {t('jobs.retry')}
      </Button>
      {retry.isError && <span role="alert"> {retry.error.message}</span>}
    </>
  );
};

export default function JobsPage() {
  const { t } = useTranslation();
  const mayRetry = useMay('jobs.retry');
  return (
    <div className="page">
      <h1>{t('jobs.title')}</h1>
      <Listing<JobRow>
        label={t('jobs.title')}
        path="/v1/jobs"
        queryKey={['jobs']}
        rowKey={(row) => row.id}
        emptyText={t('jobs.empty')}
        columns={[
          { name: t('jobs.queue'), cell: (row) => row.queue },
          { name: t('jobs.state'), cell: (row) => row.state },
          { name: t('jobs.error'), cell: (row) => row.error ?? '—' },
          { name: t('jobs.retry'), cell: (row) => (mayRetry && row.state === 'failed' ? <Retry job={row} /> : '—') },
        ]}
      />
    </div>
  );
}
