import { wordsOf } from '@mingjian/ui/report/locale/index.ts';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '../preferences.ts';

const signs: Record<string, string> = { pass: '✓', fail: '✕', undecidable: '?' };

/** A verdict as sign and word. */
export const VerdictWord = ({ verdict }: { verdict: 'pass' | 'fail' | 'undecidable' | null }) => {
  const { t } = wordsOf(usePreferences().locale);
  if (verdict === null) return <span className="muted">—</span>;
  return (
    <span className={`word word-${verdict}`}>
      <span aria-hidden="true">{signs[verdict]}</span>
      {t(`verdict.${verdict}`)}
    </span>
  );
};

/** Where a session stands, with the stage and its progress while it is inspected. */
export const StatusWord = ({
  status,
  progress,
}: {
  status: string;
  progress?: { stage: string; done: number } | null;
}) => {
  const { t } = useTranslation();
  return (
    <span className={status === 'failed' ? 'word word-failed' : undefined}>
      {t(`status.${status}`)}
      {progress && status === 'inspecting' && (
        <span className="muted">
          {' '}
          {progress.stage} <progress max={1} value={progress.done} aria-label={progress.stage} />
        </span>
      )}
    </span>
  );
};
