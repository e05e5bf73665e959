import { useEffect, useState } from 'react';
import { useDraft } from '../draft.ts';
import { dateTime } from '../format.ts';
import { useWords } from '../locale/index.ts';
import type { Decision, ReportProps, ReviewMark } from '../types.ts';

type FindingReviewProps = {
  findingId: string;
  review: ReviewMark | undefined;
  onReview: ReportProps['onReview'];
  draftKey: string;
};
type State = { kind: 'idle' | 'saving' | 'saved' } | { kind: 'failed'; reason: string };

const decisions: Decision[] = ['hit', 'false_alarm'];

const Stamp = ({ review }: { review: ReviewMark | undefined }) => {
  const { t, locale } = useWords();
  if (review?.by === undefined || review.at === undefined) return null;
  return <span className="mj-muted">{t('review.by', { by: review.by, at: dateTime(review.at, locale) })}</span>;
};

/** 命中 / 误判 and a comment. The mark is sent at once; the comment stays a local draft until it is saved. */
export const FindingReview = ({ findingId, review, onReview, draftKey }: FindingReviewProps) => {
  const { t } = useWords();
  const [draft, setDraft] = useDraft(draftKey);
  const [state, setState] = useState<State>({ kind: 'idle' });
  const comment = draft ?? review?.comment ?? '';
  const unsaved = draft !== undefined && draft !== (review?.comment ?? '');
  useEffect(() => {
    if (draft !== undefined && draft === review?.comment) setDraft(undefined);
  }, [draft, review?.comment, setDraft]);

  const send = (decision: Decision) => {
    if (onReview === undefined) return;
    setState({ kind: 'saving' });
    Promise.resolve(onReview({ findingId, decision, ...(comment === '' ? {} : { comment }) })).then(
      () => {
        setDraft(undefined);
        setState({ kind: 'saved' });
      },
      (error: unknown) => setState({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) }),
    );
  };

  return (
    <fieldset className="mj-review" disabled={onReview === undefined}>
      <legend>
        {t('review.title')} <Stamp review={review} />
      </legend>
      <div className="mj-review-row">
        {decisions.map((decision) => (
          <button
            key={decision}
            type="button"
            className={`mj-mark mj-mark-${decision}`}
            aria-pressed={review?.decision === decision}
            disabled={state.kind === 'saving' || onReview === undefined}
            onClick={() => send(decision)}
          >
            {t(`review.${decision}`)} <kbd>{decision === 'hit' ? 'Y' : 'N'}</kbd>
          </button>
        ))}
        <textarea
          className="mj-textarea"
          rows={1}
          aria-label={t('review.comment')}
          placeholder={t('review.comment')}
          value={comment}
          onChange={(event) => setDraft(event.target.value)}
        />
        {unsaved && review !== undefined && (
          <button type="button" className="mj-button" onClick={() => send(review.decision)}>
            {t('review.save')}
          </button>
        )}
      </div>
      <p className="mj-review-state" role="status">
        {state.kind === 'failed' && (
          <span className="mj-tone-violated">{t('review.failed', { reason: state.reason })}</span>
        )}
        {state.kind !== 'failed' && unsaved && t('review.draft')}
        {state.kind === 'saved' && !unsaved && t('review.saved')}
      </p>
    </fieldset>
  );
};
