import type { Finding, InspectionDocument } from '@mingjian/inspection';
import { memo, useMemo } from 'react';
import { useWords } from '../locale/index.ts';
import { countByFilter, type FindingFilter, matchesFilter } from '../order.ts';
import type { ReportProps, ReviewMark } from '../types.ts';
import { FindingCard } from './FindingCard.tsx';
import { Opinions } from './Opinions.tsx';

export type FindingListProps = Pick<ReportProps, 'frameUrl' | 'onReview'> & {
  inspection: InspectionDocument;
  findings: readonly Finding[];
  filter: FindingFilter;
  onFilter: (filter: FindingFilter) => void;
  selectedId: string | undefined;
  onSelect: (id: string) => void;
  onSeek: (ms: number) => void;
  reviews: ReadonlyMap<string, ReviewMark>;
  draftKey: string;
  hasClock: boolean;
};

const filters: FindingFilter[] = ['attention', 'violated', 'undecidable', 'satisfied', 'not_applicable'];

const Filters = ({ findings, filter, onFilter }: Pick<FindingListProps, 'findings' | 'filter' | 'onFilter'>) => {
  const { t } = useWords();
  const counts = useMemo(() => countByFilter(findings), [findings]);
  return (
    <fieldset className="mj-filters">
      <legend className="mj-hidden">{t('filter.label')}</legend>
      {filters.map((name) => (
        <button
          key={name}
          type="button"
          className="mj-filter"
          aria-pressed={filter === name}
          onClick={() => onFilter(name)}
        >
          {t(name === 'attention' ? 'filter.attention' : `finding.${name}`)} <b>{counts[name]}</b>
        </button>
      ))}
    </fieldset>
  );
};

/** All findings, worst first; the first view shows what a person has to look at. */
export const FindingList = memo((props: FindingListProps) => {
  const { t } = useWords();
  const shown = props.findings.filter((finding) => matchesFilter(finding, props.filter));
  const reviewed = props.findings.filter((f) => props.reviews.has(f.id)).length;
  const due = countByFilter(props.findings).attention;
  return (
    <section className="mj-pane mj-findings" aria-labelledby="mj-findings-title">
      <div className="mj-pane-head">
        <h2 id="mj-findings-title">{t('findings.title')}</h2>
        <Filters findings={props.findings} filter={props.filter} onFilter={props.onFilter} />
        {props.onReview !== undefined && due > 0 && (
          <span className="mj-progress">{t('review.progress', { done: reviewed, all: due })}</span>
        )}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling pane must be reachable by keyboard */}
      <section className="mj-scroll" tabIndex={0} aria-label={t('findings.list')}>
        {shown.length === 0 && (
          <p className="mj-empty">{t(props.filter === 'attention' ? 'findings.none.attention' : 'findings.none')}</p>
        )}
        <ol className="mj-cards">
          {shown.map((finding) => (
            <FindingCard
              key={finding.id}
              finding={finding}
              open={finding.id === props.selectedId}
              onSelect={props.onSelect}
              onSeek={props.onSeek}
              frameUrl={props.frameUrl}
              review={props.reviews.get(finding.id)}
              onReview={props.onReview}
              draftKey={props.draftKey}
              hasClock={props.hasClock}
            />
          ))}
        </ol>
        <Opinions inspection={props.inspection} onSeek={props.onSeek} />
      </section>
    </section>
  );
});
FindingList.displayName = 'FindingList';
