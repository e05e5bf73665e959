import type { Finding, Span } from '@mingjian/inspection';
import { useState } from 'react';
import { clockSpan, clockTime, confidenceWord, measured } from '../format.ts';
import { Icon } from '../icons.tsx';
import { useWords } from '../locale/index.ts';
import { leadMs, pictureAtMs, placesOf } from '../order.ts';
import type { ReportProps } from '../types.ts';

type EvidenceProps = { finding: Finding; frameUrl: ReportProps['frameUrl']; onSeek: (ms: number) => void };

/** More places than this are counted, not listed. */
const shownSpans = 6;

const Picture = ({ finding, frameUrl, onSeek }: EvidenceProps) => {
  const { t } = useWords();
  const atMs = pictureAtMs(finding);
  const [broken, setBroken] = useState(false);
  const url = atMs === undefined || broken ? undefined : frameUrl?.(finding, atMs);
  if (atMs === undefined || url === undefined) return null;
  return (
    <button
      type="button"
      className="mj-frame"
      onClick={() => onSeek(Math.max(0, (finding.spans[0]?.startMs ?? 0) - leadMs))}
    >
      <img
        src={url}
        alt={t('evidence.frame', { time: clockTime(atMs) })}
        loading="lazy"
        onError={() => setBroken(true)}
      />
      <span aria-hidden="true">{clockTime(atMs)}</span>
    </button>
  );
};

const Place = ({ span, onSeek }: { span: Span; onSeek: (ms: number) => void }) => {
  const { t, lookup } = useWords();
  const from = Math.max(0, span.startMs - leadMs);
  return (
    <li className="mj-place">
      <button
        type="button"
        className="mj-seek"
        title={t('evidence.seek', { time: clockTime(from) })}
        onClick={() => onSeek(from)}
      >
        <Icon name="play" solid /> {clockSpan(span.startMs, span.endMs)}
      </button>
      {span.role !== undefined && (
        <span className={`mj-role mj-role-${span.role}`}>{lookup(`role.${span.role}`, span.role)}</span>
      )}
      {span.text !== undefined && span.text !== '' && <q className="mj-heard">{span.text}</q>}
    </li>
  );
};

const Missing = ({ missing, onSeek }: { missing: NonNullable<Finding['missing']>; onSeek: (ms: number) => void }) => {
  const { t } = useWords();
  const [from, to] = missing.window;
  return (
    <dl className="mj-facts">
      <dt>{t('missing.expected')}</dt>
      <dd>{missing.expected}</dd>
      <dt>{t('missing.window')}</dt>
      <dd>
        <button type="button" className="mj-seek" onClick={() => onSeek(from)}>
          <Icon name="play" solid /> {clockSpan(from, to)}
        </button>
      </dd>
      <dt>{t('missing.nearest')}</dt>
      <dd>
        {missing.nearest === undefined ? (
          <span className="mj-muted">{t('missing.nothing')}</span>
        ) : (
          <>
            <q className="mj-near">{missing.nearest.text}</q>{' '}
            <span className="mj-muted">{t('missing.score', { score: Math.round(missing.nearest.score * 100) })}</span>
          </>
        )}
      </dd>
    </dl>
  );
};

const Measures = ({ finding }: { finding: Finding }) => {
  const { t, locale } = useWords();
  const measures = Object.entries(finding.measures ?? {});
  if (measures.length === 0 && finding.score === undefined) return null;
  return (
    <p className="mj-measures">
      {measures.length > 0 && <span className="mj-label">{t('evidence.measures')}</span>}
      {measures.map(([name, value]) => (
        <span key={name} className="mj-measure">
          {name} <b>{measured(value, locale)}</b>
        </span>
      ))}
      {finding.score !== undefined && (
        <span className="mj-measure" title={String(finding.score)}>
          {t('evidence.confidence')} <b>{t(`confidence.${confidenceWord(finding.score)}`)}</b>
        </span>
      )}
    </p>
  );
};

/** What speaks for a finding: picture, words as heard, places to listen to, what was searched for in vain, numbers. */
export const Evidence = (props: EvidenceProps) => {
  const { t } = useWords();
  const { finding, onSeek } = props;
  const places = placesOf(finding);
  const rest = places.length - shownSpans;
  return (
    <div className="mj-evidence">
      <Picture {...props} />
      <div className="mj-evidence-words">
        {places.length > 0 && (
          <ul className="mj-places">
            {places.slice(0, shownSpans).map((span) => (
              <Place
                key={`${span.startMs}-${span.endMs}-${span.label ?? ''}-${span.text ?? ''}`}
                span={span}
                onSeek={onSeek}
              />
            ))}
          </ul>
        )}
        {rest > 0 && <p className="mj-muted">{t('evidence.more', { count: rest })}</p>}
        {finding.missing !== undefined && <Missing missing={finding.missing} onSeek={onSeek} />}
        <Measures finding={finding} />
      </div>
    </div>
  );
};
