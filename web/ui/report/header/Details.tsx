import type { InspectionDocument, MediaTrack } from '@mingjian/inspection';
import { byteSize, clockTime, dateTime, measured } from '../format.ts';
import { useWords, type Words } from '../locale/index.ts';

const trackText = (track: MediaTrack, { t, locale }: Words): string =>
  [
    track.codec,
    track.width !== undefined && track.height !== undefined ? `${track.width}×${track.height}` : undefined,
    track.fps === undefined ? undefined : `${measured(track.fps, locale)} fps`,
    track.sampleRateHz === undefined ? undefined : `${track.sampleRateHz / 1000} kHz`,
    track.channels === undefined ? undefined : t('header.channels', { count: track.channels }),
  ]
    .filter((part) => part !== undefined)
    .join(' ');

const FileFacts = ({ inspection }: { inspection: InspectionDocument }) => {
  const words = useWords();
  const { t, locale } = words;
  const { file } = inspection;
  const claimed = file.headerDurationMs !== undefined && Math.abs(file.headerDurationMs - file.durationMs) > 1_000;
  return (
    <dl className="mj-facts">
      <dt>{t('header.file')}</dt>
      <dd>{file.name}</dd>
      <dt>{t('header.duration')}</dt>
      <dd>
        {clockTime(file.durationMs)}
        {claimed && <> （{t('header.headerDuration', { duration: clockTime(file.headerDurationMs ?? 0) })}）</>}
      </dd>
      <dt>{t('header.size')}</dt>
      <dd>
        {byteSize(file.bytes)} · {file.container}
      </dd>
      <dt>{t('header.tracks')}</dt>
      <dd>{file.tracks.map((track) => trackText(track, words)).join(' / ')}</dd>
      <dt>{t('header.digest')}</dt>
      <dd className="mj-digest">{file.sha256}</dd>
      <dt>{t('header.inspected')}</dt>
      <dd>
        {dateTime(inspection.inspectedAt, locale)} · {inspection.software}
      </dd>
    </dl>
  );
};

const RuleFacts = ({ inspection }: { inspection: InspectionDocument }) => {
  const { t, lookup } = useWords();
  return (
    <dl className="mj-facts">
      <dt>{t('header.packs')}</dt>
      <dd>
        {inspection.packs.length === 0 && t('header.packsNone')}
        {inspection.packs.map((pack) => (
          <p key={pack.pack}>
            {pack.title} <code>{pack.pack}</code> <span className="mj-digest">{pack.hash}</span>
          </p>
        ))}
      </dd>
      <dt>{t('header.capabilities')}</dt>
      <dd>
        <ul className="mj-capability-list">
          {inspection.capabilities.map((capability) => (
            <li key={capability.name}>
              <span aria-hidden="true">{capability.available ? '✓' : '—'}</span>{' '}
              {lookup(`capability.${capability.name}`, capability.name)}
              {capability.reason !== undefined && <span className="mj-muted"> {capability.reason}</span>}
            </li>
          ))}
        </ul>
      </dd>
    </dl>
  );
};

/** File, rules and capabilities in full, folded away until asked for; what could not be read is never folded. */
export const Details = ({ inspection }: { inspection: InspectionDocument }) => {
  const { t } = useWords();
  const unreadable = inspection.file.unreadable ?? [];
  return (
    <>
      {unreadable.length > 0 && (
        <p className="mj-note mj-note-undecidable">
          <b>{t('header.unreadable')}</b> {unreadable.join('；')}
        </p>
      )}
      <details className="mj-details">
        <summary>{t('header.details')}</summary>
        <div className="mj-details-body">
          <FileFacts inspection={inspection} />
          <RuleFacts inspection={inspection} />
        </div>
      </details>
    </>
  );
};
