import { Report } from '@mingjian/ui/report/Report.tsx';
import type { MediaSource, ReportProps, ReviewMark, VerdictMark } from '@mingjian/ui/report/types.ts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { ApiError, get, type InspectionDocument, type Peaks, post, type Reviews, type SessionRow } from '../api.ts';
import { usePreferences } from '../preferences.ts';
import { useMay, useMe } from '../shell/me.ts';
import { Loading, NotFound, Problem } from '../shell/states.tsx';
import { StatusWord } from '../shell/words.tsx';

const Waiting = ({ session }: { session: SessionRow }) => {
  const { t } = useTranslation();
  return (
    <div className="page">
      <h1>{session.title}</h1>
      <div className="state" role="status">
        <p>{t(session.status === 'failed' ? 'report.failed' : 'report.waiting')}</p>
        <StatusWord status={session.status} progress={session.progress ?? null} />
        {session.error && <p className="alert">{session.error.message}</p>}
        <Link to="/sessions">{t('report.back')}</Link>
      </div>
    </div>
  );
};

/** Reviewer's marks: read where allowed, written where allowed. */
const useReviews = (id: string): Pick<ReportProps, 'reviews' | 'verdictReview' | 'onReview' | 'onVerdict'> => {
  const client = useQueryClient();
  const mayRead = useMay('reviews.read');
  const mayWrite = useMay('reviews.write');
  const path = `/v1/sessions/${id}/reviews`;
  const { data } = useQuery({ queryKey: ['reviews', id], queryFn: () => get<Reviews>(path), enabled: mayRead });
  const read: Pick<ReportProps, 'reviews' | 'verdictReview'> = {
    ...(data?.items === undefined ? {} : { reviews: data.items }),
    ...(data?.verdict ? { verdictReview: data.verdict } : {}),
  };
  if (!mayWrite) return read;
  const reread = () => client.invalidateQueries({ queryKey: ['reviews', id] });
  return {
    ...read,
    onReview: (mark: ReviewMark) => post(path, mark).then(reread),
    onVerdict: (mark: VerdictMark) => post(`/v1/sessions/${id}/verdict`, mark).then(reread),
  };
};

const Inspected = ({
  id,
  session,
  inspection,
}: {
  id: string;
  session: SessionRow;
  inspection: InspectionDocument;
}) => {
  const { t } = useTranslation();
  const { locale, size } = usePreferences();
  const me = useMe();
  const client = useQueryClient();
  const mayView = useMay('recordings.view');
  const mayRun = useMay('inspections.run');
  const reviews = useReviews(id);
  const peaks = useQuery({
    queryKey: ['peaks', id],
    queryFn: () => get<Peaks>(`/v1/sessions/${id}/peaks`),
    retry: false,
  });
  const hasPicture = inspection.file.tracks.some((track) => track.kind === 'video');
  const isText = inspection.file.tracks.length === 0;
  const media = useMemo<MediaSource>(() => {
    if (isText) return { kind: 'none', reason: inspection.file.container };
    return mayView ? { kind: 'url', url: `/v1/sessions/${id}/media` } : { kind: 'none', reason: t('state.forbidden') };
  }, [id, mayView, isText, inspection.file.container, t]);
  const again = () =>
    void post(`/v1/sessions/${id}/inspections`).then(() => client.invalidateQueries({ queryKey: ['session', id] }));
  return (
    <div className="report-page">
      <Report
        inspection={inspection}
        media={media}
        locale={locale}
        textSize={size}
        watermark={`${me.person.name} ${session.createdAt.slice(0, 10)}`}
        {...reviews}
        {...(peaks.data === undefined ? {} : { peaks: peaks.data })}
        {...(hasPicture && mayView
          ? { frameUrl: (_: unknown, tMs: number) => `/v1/sessions/${id}/frame?t=${tMs}` }
          : {})}
        actions={
          <>
            <Link to="/sessions">{t('report.back')}</Link>
            {mayRun && !isText && <Button onClick={again}>{t('report.again')}</Button>}
          </>
        }
      />
    </div>
  );
};

export default function ReportPage() {
  const id = encodeURIComponent(useParams().id ?? '');
  const session = useQuery({ queryKey: ['session', id], queryFn: () => get<SessionRow>(`/v1/sessions/${id}`) });
  const done = session.data?.status === 'done';
  const inspection = useQuery({
    queryKey: ['session', id, 'inspection'],
    queryFn: () => get<InspectionDocument>(`/v1/sessions/${id}/inspection`),
    enabled: done,
  });
  if (session.error instanceof ApiError && session.error.status === 404) return <NotFound />;
  if (session.isError) return <Problem error={session.error} onRetry={() => void session.refetch()} />;
  if (session.isPending) return <Loading />;
  if (!done) return <Waiting session={session.data} />;
  if (inspection.isError) return <Problem error={inspection.error} onRetry={() => void inspection.refetch()} />;
  if (inspection.isPending) return <Loading />;
  return <Inspected id={id} session={session.data} inspection={inspection.data} />;
}
