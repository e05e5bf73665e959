import type { InspectionDocument } from '@mingjian/inspection';
import { useEffect, useMemo, useRef, useState } from 'react';
import { clockTime } from '../format.ts';
import { Icon } from '../icons.tsx';
import { useWords } from '../locale/index.ts';
import type { Peaks } from '../types.ts';
import { LaneRow } from './LaneRow.tsx';
import { lanesOf } from './lanes.ts';
import { Minimap } from './Minimap.tsx';
import { moved, percentAt, showing, ticksOf, type View, zoomed } from './view.ts';

type TimelineProps = {
  inspection: InspectionDocument;
  peaks: Peaks | undefined;
  nowMs: number;
  onSeek: (ms: number) => void;
  onFinding: (id: string) => void;
  selectedId: string | undefined;
  /** Zoom by key from outside: the report's keyboard. */
  zoomRef: React.RefObject<((how: 'in' | 'out' | 'fit') => void) | null>;
};

const Tools = ({ zoom }: { zoom: (how: 'in' | 'out' | 'fit') => void }) => {
  const { t } = useWords();
  return (
    <div className="mj-timeline-tools">
      <button
        type="button"
        className="mj-icon-button"
        aria-label={t('timeline.zoomOut')}
        title={t('timeline.zoomOut')}
        onClick={() => zoom('out')}
      >
        <Icon name="out" />
      </button>
      <button
        type="button"
        className="mj-icon-button"
        aria-label={t('timeline.zoomIn')}
        title={t('timeline.zoomIn')}
        onClick={() => zoom('in')}
      >
        <Icon name="in" />
      </button>
      <button type="button" className="mj-button" onClick={() => zoom('fit')}>
        {t('timeline.fit')}
      </button>
    </div>
  );
};

const Ruler = ({ view }: { view: View }) => (
  <div className="mj-ruler" aria-hidden="true">
    {ticksOf(view, 10).map((ms) => (
      <span key={ms} style={{ left: `${percentAt(view, ms)}%` }}>
        {clockTime(ms)}
      </span>
    ))}
  </div>
);

const useView = (durationMs: number, nowMs: number) => {
  const [view, setView] = useState<View>({ fromMs: 0, toMs: durationMs });
  useEffect(() => setView((current) => showing(current, nowMs, durationMs)), [nowMs, durationMs]);
  const zoom = (how: 'in' | 'out' | 'fit') =>
    setView((current) => {
      if (how === 'fit') return { fromMs: 0, toMs: durationMs };
      return zoomed(current, how === 'in' ? 0.5 : 2, { aroundMs: nowMs, durationMs });
    });
  return { view, setView, zoom };
};

/** Lanes over one clock: findings, steps, voices, pauses, faces, quality. Ctrl + wheel zooms, wheel moves, a click seeks. */
export const Timeline = (props: TimelineProps) => {
  const { t } = useWords();
  const { inspection, nowMs, onSeek } = props;
  const durationMs = Math.max(1, inspection.file.durationMs);
  const lanes = useMemo(() => lanesOf(inspection), [inspection]);
  const { view, setView, zoom } = useView(durationMs, nowMs);
  const area = useRef<HTMLDivElement>(null);
  useEffect(() => {
    props.zoomRef.current = zoom;
  });
  useWheel(area, setView, durationMs);

  const seekAt = (event: React.MouseEvent<HTMLDivElement>) => {
    const box = area.current?.getBoundingClientRect();
    if (box === undefined || box.width === 0 || event.clientX < box.left) return;
    const share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    onSeek(view.fromMs + share * (view.toMs - view.fromMs));
  };
  const cursor = percentAt(view, nowMs);

  return (
    <section className="mj-pane mj-timeline" aria-labelledby="mj-timeline-title">
      <div className="mj-pane-head">
        <h2 id="mj-timeline-title">{t('timeline.title')}</h2>
        <span className="mj-muted mj-wide-only">{t('timeline.keys')}</span>
        <Tools zoom={zoom} />
      </div>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the position bar and the report's keys do the same */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a click on a lane is a short cut for the mouse */}
      <div className="mj-lanes" onClick={seekAt}>
        <div className="mj-lane mj-lane-ruler">
          <span className="mj-lane-name" />
          <div className="mj-lane-body" ref={area}>
            <Ruler view={view} />
          </div>
        </div>
        {lanes.map((lane) => (
          <LaneRow
            key={lane.id}
            lane={lane}
            view={view}
            peaks={props.peaks}
            onFinding={props.onFinding}
            selectedId={props.selectedId}
          />
        ))}
        {cursor >= 0 && cursor <= 100 && (
          <div className="mj-cursor-area" aria-hidden="true">
            <div className="mj-cursor" style={{ left: `${cursor}%` }} />
          </div>
        )}
      </div>
      <Minimap lanes={lanes} view={view} durationMs={durationMs} nowMs={nowMs} onView={setView} onSeek={onSeek} />
    </section>
  );
};

/** React listens to the wheel passively, so zooming the lanes would also zoom the page: listen ourselves. */
const useWheel = (
  area: React.RefObject<HTMLDivElement | null>,
  setView: React.Dispatch<React.SetStateAction<View>>,
  durationMs: number,
) => {
  useEffect(() => {
    const lanes = area.current?.closest('.mj-lanes') as HTMLElement | null;
    if (lanes === null) return;
    const onWheel = (event: WheelEvent) => {
      const box = area.current?.getBoundingClientRect();
      if (box === undefined || (!event.ctrlKey && Math.abs(event.deltaX) < Math.abs(event.deltaY))) return;
      event.preventDefault();
      const share = (event.clientX - box.left) / Math.max(1, box.width);
      setView((view) => {
        const width = view.toMs - view.fromMs;
        if (!event.ctrlKey) return moved(view, (event.deltaX / Math.max(1, box.width)) * width, durationMs);
        return zoomed(view, event.deltaY > 0 ? 1.25 : 0.8, { aroundMs: view.fromMs + share * width, durationMs });
      });
    };
    lanes.addEventListener('wheel', onWheel, { passive: false });
    return () => lanes.removeEventListener('wheel', onWheel);
  }, [area, setView, durationMs]);
};
