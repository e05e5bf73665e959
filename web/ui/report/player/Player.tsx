import type { InspectionDocument } from '@mingjian/inspection';
import { useWords } from '../locale/index.ts';
import type { MediaSource } from '../types.ts';
import { Controls } from './Controls.tsx';
import type { Clock } from './clock.ts';

type PlayerProps = { clock: Clock; inspection: InspectionDocument; media: MediaSource; watermark?: string };

const Screen = ({ clock, inspection, media, watermark }: PlayerProps) => {
  const { t } = useWords();
  const hasPicture = inspection.file.tracks.some((track) => track.kind === 'video');
  const empty = media.kind === 'none' ? `${t('player.none')}：${media.reason}` : t('player.outside');
  return (
    <div className={`mj-screen${hasPicture ? '' : ' mj-screen-audio'}`}>
      {clock.src !== undefined && (
        // The transcript beside the picture carries the words, in step with it.
        // biome-ignore lint/a11y/useMediaCaption: the transcript pane is the caption
        <video ref={clock.attach} src={clock.src} playsInline preload="auto" aria-label={t('player.title')} />
      )}
      {clock.src === undefined && <p className="mj-screen-note">{empty}</p>}
      {clock.src !== undefined && !hasPicture && !clock.failed && (
        <p className="mj-screen-note">{t('player.audioOnly')}</p>
      )}
      {clock.failed && clock.src !== undefined && (
        <p className="mj-screen-note" role="alert">
          {t('player.error')}
        </p>
      )}
      {watermark !== undefined && clock.src !== undefined && (
        <span className="mj-watermark" aria-hidden="true">
          {watermark}
        </span>
      )}
    </div>
  );
};

const ClipsNote = ({ clock, media }: { clock: Clock; media: Extract<MediaSource, { kind: 'clips' }> }) => {
  const { t } = useWords();
  return (
    <div className="mj-clips-note">
      <p>{t('player.clips')}</p>
      <p>
        <a href={media.link} target="_blank" rel="noreferrer">
          {t('player.original')}
        </a>
        {!clock.usesOriginal && (
          <button type="button" className="mj-link" onClick={clock.useOriginal}>
            {t('player.useOriginal')}
          </button>
        )}
      </p>
      <p className="mj-digest">SHA-256 {media.sha256}</p>
    </div>
  );
};

/** The recording with its own controls; all panes share its clock. */
export const Player = (props: PlayerProps) => {
  const { t } = useWords();
  return (
    <section className="mj-pane mj-player" aria-label={t('player.title')}>
      <Screen {...props} />
      <Controls clock={props.clock} inspection={props.inspection} />
      {props.media.kind === 'clips' && <ClipsNote clock={props.clock} media={props.media} />}
    </section>
  );
};
