import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { FindingList } from './findings/FindingList.tsx';
import { Help } from './Help.tsx';
import { Header } from './header/Header.tsx';
import { WholeReview } from './header/WholeReview.tsx';
import { useWords, WordsContext, wordsOf } from './locale/index.ts';
import { type FindingFilter, listenFromMs, matchesFilter, worstFirst } from './order.ts';
import { useClock } from './player/clock.ts';
import { Player } from './player/Player.tsx';
import { Timeline } from './timeline/Timeline.tsx';
import { Transcript } from './transcript/Transcript.tsx';
import type { ReportProps, VerdictMark } from './types.ts';
import { useCommands } from './useCommands.ts';
import { usePrinting } from './usePrinting.ts';
import './styles/index.css';

const useSelection = (props: ReportProps, seek: (ms: number) => void) => {
  const findings = useMemo(() => worstFirst(props.inspection.findings), [props.inspection.findings]);
  const hasAttention = findings.some((f) => matchesFilter(f, 'attention'));
  const [filter, setFilter] = useState<FindingFilter>(
    hasAttention || findings.length === 0 ? 'attention' : 'satisfied',
  );
  const [selectedId, setSelectedId] = useState(findings.find((f) => matchesFilter(f, 'attention'))?.id);
  const toggle = useCallback((id: string) => setSelectedId((current) => (current === id ? undefined : id)), []);
  const go = useCallback(
    (id: string) => {
      const finding = findings.find((f) => f.id === id);
      if (finding === undefined) return;
      setFilter((current) => (matchesFilter(finding, current) ? current : finding.verdict));
      setSelectedId(id);
      const from = listenFromMs(finding);
      if (from !== undefined) seek(from);
    },
    [findings, seek],
  );
  const shown = findings.filter((f) => matchesFilter(f, filter));
  const step = (by: 1 | -1) => {
    const at = shown.findIndex((f) => f.id === selectedId);
    const next = shown[Math.min(shown.length - 1, Math.max(0, at < 0 ? 0 : at + by))];
    if (next !== undefined) go(next.id);
  };
  return { findings, filter, setFilter, selectedId, toggle, go, step };
};

/**
 * The report of one inspection: verdict, recording, findings worst first, transcript and timeline on one clock.
 * The same component stands in the console and in the file; it needs no network and no component kit.
 */
export const Report = (props: ReportProps) => {
  const words = useMemo(() => wordsOf(props.locale), [props.locale]);
  return (
    <WordsContext.Provider value={words}>
      <Body {...props} />
    </WordsContext.Provider>
  );
};

const Body = (props: ReportProps) => {
  const { inspection, media } = props;
  const { t } = useWords();
  const clock = useClock(media, inspection.file.durationMs);
  const selection = useSelection(props, clock.seek);
  const [helps, setHelps] = useState(false);
  const [whole, setWhole] = useState<VerdictMark['decision']>();
  const search = useRef<HTMLInputElement>(null);
  const zoom = useRef<((how: 'in' | 'out' | 'fit') => void) | null>(null);
  const printing = usePrinting();
  const reviews = useMemo(() => new Map((props.reviews ?? []).map((mark) => [mark.findingId, mark])), [props.reviews]);
  const draftKey = inspection.file.sha256.slice(0, 16);
  useCommands({ clock, selection, inspection, onReview: props.onReview, reviews, setWhole, setHelps, search, zoom });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a stored verdict replaces the choice that led to it
  useEffect(() => setWhole(undefined), [props.verdictReview]);

  return (
    <div className="mj-report" data-size={props.textSize} lang={props.locale}>
      <Header inspection={inspection} findings={selection.findings} onFinding={selection.go} actions={props.actions} />
      {(props.onVerdict !== undefined || props.verdictReview !== undefined) && (
        <WholeReview
          verdictReview={props.verdictReview}
          onVerdict={props.onVerdict}
          draftKey={draftKey}
          chosen={whole}
          onChoose={setWhole}
        />
      )}
      <div className="mj-panes">
        <Player clock={clock} inspection={inspection} media={media} watermark={props.watermark} />
        <FindingList
          inspection={inspection}
          findings={selection.findings}
          filter={selection.filter}
          onFilter={selection.setFilter}
          selectedId={selection.selectedId}
          onSelect={selection.toggle}
          onSeek={clock.seek}
          frameUrl={props.frameUrl}
          reviews={reviews}
          onReview={props.onReview}
          draftKey={draftKey}
          hasClock={media.kind !== 'none'}
        />
        <Transcript
          inspection={inspection}
          nowMs={clock.nowMs}
          playing={clock.playing}
          onSeek={clock.seek}
          onFinding={selection.go}
          searchRef={search}
          printing={printing}
        />
      </div>
      <Timeline
        inspection={inspection}
        peaks={props.peaks}
        nowMs={clock.nowMs}
        onSeek={clock.seek}
        onFinding={selection.go}
        selectedId={selection.selectedId}
        zoomRef={zoom}
      />
      <footer className="mj-footer">
        <button type="button" className="mj-link" onClick={() => setHelps(true)}>
          {t('help.open')} <kbd>?</kbd>
        </button>
        <span>{inspection.software}</span>
      </footer>
      <Help open={helps} onClose={() => setHelps(false)} />
    </div>
  );
};
