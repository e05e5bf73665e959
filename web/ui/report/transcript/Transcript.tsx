import type { InspectionDocument } from '@mingjian/inspection';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useWords } from '../locale/index.ts';
import { type Highlight, highlightsByTurn, searchTurns, turnAt } from './highlight.ts';
import { Search } from './Search.tsx';
import { TurnRow } from './TurnRow.tsx';

type TranscriptProps = {
  inspection: InspectionDocument;
  nowMs: number;
  playing: boolean;
  onSeek: (ms: number) => void;
  onFinding: (id: string) => void;
  searchRef: React.RefObject<HTMLInputElement | null>;
  printing: boolean;
};

const nothing: Highlight[] = [];

const searchHighlights = (places: { turn: number; from: number }[], turn: number, length: number): Highlight[] =>
  places.filter((p) => p.turn === turn).map((p) => ({ from: p.from, to: p.from + length, kind: 'search' as const }));

/** What was said, by role; long recordings show only the rows in view. Printed, it shows all. */
export const Transcript = (props: TranscriptProps) => {
  const { t } = useWords();
  const { inspection, nowMs, playing, onSeek } = props;
  const { turns } = inspection.conversation;
  const scroll = useRef<HTMLElement>(null);
  const [query, setQuery] = useState('');
  const [match, setMatch] = useState(0);
  const [follows, setFollows] = useState(true);
  const found = useMemo(() => highlightsByTurn(inspection.findings, turns), [inspection.findings, turns]);
  const places = useMemo(() => searchTurns(turns, query), [turns, query]);
  const current = turnAt(turns, nowMs);
  const rows = useVirtualizer({
    count: turns.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => 64,
    overscan: 8,
  });
  const target = places[match]?.turn;

  useEffect(() => {
    if (target !== undefined) rows.scrollToIndex(target, { align: 'center' });
  }, [target, rows]);
  useEffect(() => {
    if (follows && query === '' && current >= 0) rows.scrollToIndex(current, { align: playing ? 'center' : 'auto' });
  }, [current, follows, playing, query, rows]);

  const row = (index: number, more?: { ref: (node: Element | null) => void; top: number }) => {
    const searched = query === '' ? nothing : searchHighlights(places, index, query.trim().length);
    return (
      <TurnRow
        key={index}
        index={index}
        turn={turns[index]!}
        current={index === current}
        highlights={[...(found.get(index) ?? nothing), ...searched]}
        onSeek={onSeek}
        onFinding={props.onFinding}
        {...more}
      />
    );
  };

  return (
    <section className="mj-pane mj-transcript" aria-labelledby="mj-transcript-title">
      <div className="mj-pane-head">
        <h2 id="mj-transcript-title">{t('transcript.title')}</h2>
        <label className="mj-check">
          <input type="checkbox" checked={follows} onChange={(event) => setFollows(event.target.checked)} />
          {t('transcript.follow')}
        </label>
        <Search
          query={query}
          onQuery={(next) => {
            setQuery(next);
            setMatch(0);
          }}
          count={places.length}
          index={match}
          onIndex={setMatch}
          inputRef={props.searchRef}
        />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling pane must be reachable by keyboard */}
      <section className="mj-scroll" ref={scroll} tabIndex={0} aria-label={t('transcript.words')}>
        {turns.length === 0 && <Empty inspection={inspection} />}
        {props.printing ? (
          <ol className="mj-turns">{turns.map((_, index) => row(index))}</ol>
        ) : (
          <ol className="mj-turns" style={{ height: rows.getTotalSize(), position: 'relative' }}>
            {rows.getVirtualItems().map((item) => row(item.index, { ref: rows.measureElement, top: item.start }))}
          </ol>
        )}
      </section>
    </section>
  );
};

const Empty = ({ inspection }: { inspection: InspectionDocument }) => {
  const { t } = useWords();
  const speech = inspection.capabilities.find((c) => c.name === 'speech.transcribe');
  return (
    <p className="mj-empty">
      {t('transcript.empty')} {speech?.available === false ? speech.reason : t('transcript.empty.heard')}
    </p>
  );
};
