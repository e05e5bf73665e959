import { useState } from 'react';
import { useDraft } from '../draft.ts';
import { dateTime } from '../format.ts';
import { useWords } from '../locale/index.ts';
import type { ReportProps, VerdictMark } from '../types.ts';

type WholeReviewProps = Pick<ReportProps, 'verdictReview' | 'onVerdict'> & {
  draftKey: string;
  chosen: VerdictMark['decision'] | undefined;
  onChoose: (decision: VerdictMark['decision']) => void;
};

const decisions: [VerdictMark['decision'], string][] = [
  ['pass', 'P'],
  ['fail', 'F'],
  ['undecidable', 'U'],
];

/** A person's verdict on the whole recording, beside the machine's, never in place of it. */
export const WholeReview = ({ verdictReview, onVerdict, draftKey, chosen, onChoose }: WholeReviewProps) => {
  const { t, locale } = useWords();
  const [draft, setDraft] = useDraft(`${draftKey}/verdict`);
  const [message, setMessage] = useState<string>();
  const comment = draft ?? verdictReview?.comment ?? '';
  const decision = chosen ?? verdictReview?.decision;

  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    if (onVerdict === undefined) return;
    if (decision === undefined) return setMessage(t('review.whole.choose'));
    Promise.resolve(onVerdict({ decision, comment })).then(
      () => {
        setDraft(undefined);
        setMessage(t('review.saved'));
      },
      (error: unknown) =>
        setMessage(t('review.failed', { reason: error instanceof Error ? error.message : String(error) })),
    );
  };

  return (
    <form className="mj-whole" aria-label={t('review.whole')} onSubmit={submit}>
      <b className="mj-label">{t('review.whole')}</b>
      {decisions.map(([name, key]) => (
        <button
          key={name}
          type="button"
          className={`mj-mark mj-mark-${name}`}
          aria-pressed={decision === name}
          disabled={onVerdict === undefined}
          onClick={() => onChoose(name)}
        >
          {t(`verdict.${name}`)} <kbd>{key}</kbd>
        </button>
      ))}
      <input
        className="mj-input"
        aria-label={t('review.whole.comment')}
        placeholder={t('review.whole.comment')}
        value={comment}
        disabled={onVerdict === undefined}
        onChange={(event) => setDraft(event.target.value)}
      />
      <button type="submit" className="mj-button mj-primary" disabled={onVerdict === undefined}>
        {t('review.whole.save')}
      </button>
      <span className="mj-muted" role="status">
        {message ??
          (verdictReview?.by !== undefined && verdictReview.at !== undefined
            ? t('review.by', { by: verdictReview.by, at: dateTime(verdictReview.at, locale) })
            : '')}
      </span>
    </form>
  );
};
