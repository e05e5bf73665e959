import type { InspectionDocument } from '@mingjian/inspection';
import { clockTime } from '../format.ts';
import { Icon, type IconName } from '../icons.tsx';
import { useWords } from '../locale/index.ts';
import type { Clock } from './clock.ts';

const rates = [0.5, 0.75, 1, 1.25, 1.5, 2, 3];

/** Length of one frame, ms; 40 where the file does not say. */
export const frameMs = (inspection: InspectionDocument): number => {
  const fps = inspection.file.tracks.find((track) => track.kind === 'video')?.fps;
  return fps === undefined || fps <= 0 ? 40 : 1000 / fps;
};

type ButtonProps = { label: string; icon: IconName; onClick: () => void; disabled?: boolean; solid?: boolean };
const IconButton = ({ label, icon, solid, ...rest }: ButtonProps) => (
  <button type="button" className="mj-icon-button" aria-label={label} title={label} {...rest}>
    <Icon name={icon} solid={solid ?? false} />
  </button>
);

const Rate = ({ clock }: { clock: Clock }) => {
  const { t } = useWords();
  return (
    <select
      className="mj-select"
      aria-label={t('player.speed')}
      title={t('player.speed')}
      value={clock.rate}
      onChange={(event) => clock.setRate(Number(event.target.value))}
    >
      {rates.map((rate) => (
        <option key={rate} value={rate}>{`${rate}×`}</option>
      ))}
    </select>
  );
};

/** Position bar and buttons: play, ±5 s, one frame, 0.5–3×, mute. */
export const Controls = ({ clock, inspection }: { clock: Clock; inspection: InspectionDocument }) => {
  const { t } = useWords();
  const durationMs = inspection.file.durationMs;
  const hasPicture = inspection.file.tracks.some((track) => track.kind === 'video');
  const step = (ms: number) => () => clock.seek(clock.nowMs + ms);
  return (
    <div className="mj-controls">
      <input
        type="range"
        className="mj-range"
        aria-label={t('player.position')}
        aria-valuetext={`${clockTime(clock.nowMs)} / ${clockTime(durationMs)}`}
        min={0}
        max={Math.max(1, durationMs)}
        step={100}
        value={Math.min(clock.nowMs, durationMs)}
        onChange={(event) => clock.seek(Number(event.target.value))}
      />
      <div className="mj-buttons">
        <IconButton
          label={t(clock.playing ? 'player.pause' : 'player.play')}
          icon={clock.playing ? 'pause' : 'play'}
          solid={!clock.playing}
          onClick={clock.toggle}
          disabled={clock.src === undefined}
        />
        <IconButton label={t('player.back')} icon="back" onClick={step(-5_000)} />
        <IconButton label={t('player.forward')} icon="forward" onClick={step(5_000)} />
        {hasPicture && (
          <>
            <IconButton label={t('player.frameBack')} icon="frameBack" solid onClick={step(-frameMs(inspection))} />
            <IconButton
              label={t('player.frameForward')}
              icon="frameForward"
              solid
              onClick={step(frameMs(inspection))}
            />
          </>
        )}
        <span className="mj-time">
          {clockTime(clock.nowMs)} <span className="mj-muted">/ {clockTime(durationMs)}</span>
        </span>
        <Rate clock={clock} />
        <IconButton
          label={t(clock.muted ? 'player.unmute' : 'player.volume')}
          icon={clock.muted ? 'mute' : 'sound'}
          onClick={() => clock.setMuted(!clock.muted)}
        />
      </div>
    </div>
  );
};
