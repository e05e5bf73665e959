import { useRef } from 'react';
import { clockSpan } from '../format.ts';
import { useWords } from '../locale/index.ts';
import type { Lane } from './lanes.ts';
import { moved, type View } from './view.ts';

type MinimapProps = {
  lanes: Lane[];
  view: View;
  durationMs: number;
  nowMs: number;
  onView: React.Dispatch<React.SetStateAction<View>>;
  onSeek: (ms: number) => void;
};

/** The whole recording in one line; its window shows and moves what the lanes show. */
export const Minimap = ({ lanes, view, durationMs, nowMs, onView, onSeek }: MinimapProps) => {
  const { t } = useWords();
  const line = useRef<HTMLDivElement>(null);
  const percent = (ms: number) => (ms / durationMs) * 100;
  const findings = lanes.find((lane) => lane.kind === 'findings')?.marks ?? [];
  const msAt = (clientX: number) => {
    const box = line.current?.getBoundingClientRect();
    return box === undefined ? 0 : ((clientX - box.left) / Math.max(1, box.width)) * durationMs;
  };
  const drag = (event: React.PointerEvent<HTMLDivElement>) => {
    if (event.buttons !== 1) return;
    const middle = msAt(event.clientX);
    onView((current) => moved(current, middle - (current.fromMs + current.toMs) / 2, durationMs));
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    const by = event.key === 'ArrowLeft' ? -0.25 : event.key === 'ArrowRight' ? 0.25 : 0;
    if (by === 0) return;
    event.preventDefault();
    event.stopPropagation();
    onView((current) => moved(current, (current.toMs - current.fromMs) * by, durationMs));
  };
  return (
    <div className="mj-minimap-row">
      <div
        ref={line}
        className="mj-minimap"
        role="slider"
        tabIndex={0}
        aria-label={t('timeline.overview')}
        aria-valuemin={0}
        aria-valuemax={Math.round(durationMs / 1000)}
        aria-valuenow={Math.round(view.fromMs / 1000)}
        aria-valuetext={clockSpan(view.fromMs, view.toMs)}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          drag(event);
        }}
        onPointerMove={drag}
        onDoubleClick={(event) => onSeek(msAt(event.clientX))}
        onKeyDown={onKeyDown}
      >
        {findings.map((mark) => (
          <i key={mark.id} className={`mj-fill-${mark.tone}`} style={{ left: `${percent(mark.startMs)}%` }} />
        ))}
        <span
          className="mj-window"
          style={{ left: `${percent(view.fromMs)}%`, width: `${percent(view.toMs - view.fromMs)}%` }}
        />
        <span className="mj-minimap-now" style={{ left: `${percent(nowMs)}%` }} />
      </div>
    </div>
  );
};
