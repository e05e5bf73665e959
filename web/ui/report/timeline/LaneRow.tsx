import { memo } from 'react';
import { clockSpan } from '../format.ts';
import { useWords, type Words } from '../locale/index.ts';
import type { Peaks } from '../types.ts';
import type { Lane, Mark } from './lanes.ts';
import { percentAt, type View } from './view.ts';
import { Wave } from './Wave.tsx';

type LaneRowProps = {
  lane: Lane;
  view: View;
  peaks: Peaks | undefined;
  onFinding: (id: string) => void;
  selectedId: string | undefined;
};

const laneName = (lane: Lane, words: Words): string =>
  lane.kind === 'voice' ? words.lookup(`role.${lane.role}`, lane.role ?? '') : words.t(`lane.${lane.kind as 'faces'}`);

const markLabel = (mark: Mark, words: Words): string =>
  mark.text ?? words.lookup(`mark.${mark.label}`, mark.label, mark.params);

const markName = (mark: Mark, lane: Lane, words: Words): string => {
  const when = clockSpan(mark.startMs, mark.endMs);
  if (lane.kind === 'voice') return `${laneName(lane, words)} ${when}`;
  if (lane.kind === 'findings') return `${words.item(mark.text ?? mark.label)} ${when}`;
  return `${markLabel(mark, words)} ${when}`;
};

/** A track's peaks: by role, or by the channel that the track's name ends in; a sole mono channel serves any. */
const peaksOf = (lane: Lane, peaks: Peaks | undefined): number[] | undefined => {
  const side = lane.track?.split('.')[1] ?? 'mono';
  return peaks?.channels.find((c) => c.role === lane.role || c.role === side)?.peaks;
};

const place = (mark: Mark, view: View): React.CSSProperties => {
  const left = percentAt(view, mark.startMs);
  const right = percentAt(view, Math.max(mark.endMs, mark.startMs));
  return { left: `${left}%`, width: `${Math.max(0, right - left)}%` };
};

const isShown = (mark: Mark, view: View): boolean => mark.endMs >= view.fromMs && mark.startMs <= view.toMs;

const FindingMark = ({
  mark,
  name,
  view,
  chosen,
  onFinding,
}: {
  mark: Mark;
  name: string;
  view: View;
  chosen: boolean;
  onFinding: (id: string) => void;
}) => (
  <button
    type="button"
    className={`mj-mark-bar mj-finding-mark mj-fill-${mark.tone}${chosen ? ' mj-chosen' : ''}`}
    style={place(mark, view)}
    title={name}
    aria-label={name}
    tabIndex={mark.id.includes('/') ? -1 : 0}
    onClick={(event) => {
      event.stopPropagation();
      onFinding(mark.label);
    }}
  >
    <span aria-hidden="true">{mark.tone === 'undecidable' ? '?' : mark.tone === 'raised' ? '⚑' : '✕'}</span>
  </button>
);

/** One lane: its name, its marks, and a hatch with the reason where nothing was measured. */
export const LaneRow = memo(({ lane, view, peaks, onFinding, selectedId }: LaneRowProps) => {
  const words = useWords();
  const wave = lane.kind === 'voice' ? peaksOf(lane, peaks) : undefined;
  const marks = lane.marks.filter((mark) => isShown(mark, view));
  return (
    <div className={`mj-lane mj-lane-${lane.kind}`}>
      <span className="mj-lane-name">{laneName(lane, words)}</span>
      <div className={`mj-lane-body${lane.notMeasured === undefined ? '' : ' mj-not-measured'}`}>
        {lane.notMeasured !== undefined && (
          <span className="mj-lane-reason">{words.t('timeline.notMeasured', { reason: lane.notMeasured })}</span>
        )}
        {wave !== undefined && (
          <Wave peaks={wave} perSecond={peaks?.perSecond ?? 1} view={view} tone={lane.marks[0]?.tone ?? 'other'} />
        )}
        {marks.map((mark) => {
          const name = markName(mark, lane, words);
          if (lane.kind === 'findings') {
            return (
              <FindingMark
                key={mark.id}
                mark={mark}
                name={name}
                view={view}
                chosen={mark.label === selectedId}
                onFinding={onFinding}
              />
            );
          }
          return (
            <span
              key={mark.id}
              className={`mj-mark-bar mj-fill-${mark.tone}${wave === undefined ? '' : ' mj-under-wave'}`}
              style={place(mark, view)}
              title={name}
            >
              {lane.kind !== 'voice' && lane.kind !== 'pauses' && (
                <span className="mj-mark-text">
                  {mark.label === 'face.count' ? mark.params?.count : markLabel(mark, words)}
                </span>
              )}
            </span>
          );
        })}
      </div>
    </div>
  );
});
LaneRow.displayName = 'LaneRow';
