import type { Finding } from '@mingjian/inspection';
import { memo, useEffect, useRef } from 'react';
import { clockSpan } from '../format.ts';
import { VerdictSign } from '../icons.tsx';
import { useWords } from '../locale/index.ts';
import { listenFromMs, placesOf } from '../order.ts';
import type { ReportProps, ReviewMark } from '../types.ts';
import { Evidence } from './Evidence.tsx';
import { FindingReview } from './FindingReview.tsx';
import { Origin } from './Origin.tsx';

type FindingCardProps = Pick<ReportProps, 'frameUrl' | 'onReview'> & {
  finding: Finding;
  open: boolean;
  onSelect: (id: string) => void;
  onSeek: (ms: number) => void;
  review: ReviewMark | undefined;
  draftKey: string;
  hasClock: boolean;
};

export const shownVerdict = (finding: Finding): Finding['verdict'] | 'raised' =>
  finding.kind === 'signal' && finding.verdict === 'violated' ? 'raised' : finding.verdict;

const messageOf = (finding: Finding, locale: string): string | undefined =>
  locale === 'en-US' ? (finding.messageEn ?? finding.message) : finding.message;

const Head = ({ finding, open, onToggle }: { finding: Finding; open: boolean; onToggle: () => void }) => {
  const { t, item, locale } = useWords();
  const verdict = shownVerdict(finding);
  const span = placesOf(finding)[0];
  return (
    <h3 className="mj-card-head">
      <button type="button" className="mj-card-button" aria-expanded={open} onClick={onToggle}>
        <VerdictSign verdict={verdict} />
        <span className="mj-card-title">
          <span className="mj-card-name">
            <span className={`mj-word mj-tone-${verdict}`}>{t(`finding.${verdict}`)}</span>
            <span className="mj-item">{item(finding.item)}</span>
          </span>
          <span className="mj-message">{messageOf(finding, locale)}</span>
        </span>
        <span className="mj-card-side">
          <span className={`mj-severity mj-severity-${finding.severity}`}>{t(`severity.${finding.severity}`)}</span>
          {span !== undefined && <span className="mj-when">{clockSpan(span.startMs, span.endMs)}</span>}
        </span>
      </button>
    </h3>
  );
};

/** One finding: a line that says what is wrong and when; opened, everything that speaks for it. */
export const FindingCard = memo((props: FindingCardProps) => {
  const { t } = useWords();
  const { finding, open } = props;
  const card = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (open) card.current?.scrollIntoView({ block: 'nearest' });
  }, [open]);
  const toggle = () => {
    props.onSelect(finding.id);
    const from = listenFromMs(finding);
    if (!open && from !== undefined && props.hasClock) props.onSeek(from);
  };
  return (
    <li
      ref={card}
      className={`mj-card mj-edge-${shownVerdict(finding)}${open ? ' mj-open' : ''}`}
      data-finding={finding.id}
    >
      <Head finding={finding} open={open} onToggle={toggle} />
      {props.review !== undefined && !open && (
        <p className="mj-marked">
          <b>{t(`review.${props.review.decision}`)}</b> {props.review.comment}
        </p>
      )}
      <div className="mj-card-body" hidden={!open}>
        {finding.kind === 'signal' && <p className="mj-note">{t('kind.signal.note')}</p>}
        {finding.verdict === 'undecidable' && (
          <p className="mj-note mj-note-undecidable">
            <b>{t('undecidable.why')}</b> {finding.reason ?? t('undecidable.unstated')}
          </p>
        )}
        {finding.verdict !== 'undecidable' && finding.reason !== undefined && (
          <p className="mj-note">{finding.reason}</p>
        )}
        <Evidence finding={finding} frameUrl={props.frameUrl} onSeek={props.onSeek} />
        <Origin finding={finding} />
        {(props.onReview !== undefined || props.review !== undefined) && (
          <FindingReview
            findingId={finding.id}
            review={props.review}
            onReview={props.onReview}
            draftKey={`${props.draftKey}/${finding.id}`}
          />
        )}
      </div>
    </li>
  );
});
FindingCard.displayName = 'FindingCard';
