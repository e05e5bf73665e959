import type { Citation, Finding } from '@mingjian/inspection';
import { useWords } from '../locale/index.ts';

/** Only web addresses become links; a pack is data and could carry anything. */
const isWebAddress = (url: string | undefined): url is string => url !== undefined && /^https?:\/\//.test(url);

const Regulation = ({ source }: { source: Citation }) => {
  const { t } = useWords();
  return (
    <div className="mj-citation">
      <p>
        <span className="mj-regulation">{source.regulation}</span>
        {source.article !== undefined && <span className="mj-article">{source.article}</span>}
      </p>
      <p className="mj-citation-meta">
        <span className={`mj-grade mj-grade-${source.grade}`}>{t(`citation.grade${source.grade}`)}</span>
        {source.effectiveFrom !== undefined && <span>{t('citation.from', { date: source.effectiveFrom })}</span>}
        {source.effectiveTo !== undefined && <span>{t('citation.to', { date: source.effectiveTo })}</span>}
        {isWebAddress(source.sourceUrl) && (
          <a href={source.sourceUrl} target="_blank" rel="noreferrer">
            {t('citation.source')}
          </a>
        )}
      </p>
      {source.note !== undefined && <p className="mj-muted">{source.note}</p>}
    </div>
  );
};

/** Where a finding comes from: regulation with article, date and grade; rule, item and pack with its digest. */
export const Origin = ({ finding }: { finding: Finding }) => {
  const { t } = useWords();
  return (
    <div className="mj-origin">
      {(finding.source !== undefined || finding.citation !== undefined) && (
        <div className="mj-origin-law">
          <span className="mj-label">{t('citation.title')}</span>
          {finding.source !== undefined ? <Regulation source={finding.source} /> : <p>{finding.citation}</p>}
        </div>
      )}
      <p className="mj-ids">
        <span>
          {t('rule.item')} <code>{finding.item}</code>
        </span>
        <span>
          {t('rule.id')} <code>{finding.rule}</code>
        </span>
        <span title={finding.packHash}>
          {t('rule.pack')} <code>{finding.pack}</code>
        </span>
      </p>
    </div>
  );
};
