import type { InspectionDocument } from '@mingjian/inspection';
import { useEffect, useRef } from 'react';
import { type Command, commandOf, isTaken } from './keyboard.ts';
import { frameMs } from './player/Controls.tsx';
import type { Clock } from './player/clock.ts';
import type { ReportProps, ReviewMark, VerdictMark } from './types.ts';

type Targets = {
  clock: Clock;
  inspection: InspectionDocument;
  selection: { selectedId: string | undefined; step: (by: 1 | -1) => void };
  reviews: ReadonlyMap<string, ReviewMark>;
  onReview: ReportProps['onReview'];
  setWhole: (decision: VerdictMark['decision']) => void;
  setHelps: (open: boolean) => void;
  search: React.RefObject<HTMLInputElement | null>;
  zoom: React.RefObject<((how: 'in' | 'out' | 'fit') => void) | null>;
};

const mark = ({ selection, reviews, onReview }: Targets, decision: ReviewMark['decision']) => {
  const findingId = selection.selectedId;
  if (findingId === undefined || onReview === undefined) return;
  const comment = reviews.get(findingId)?.comment;
  // A refused mark shows at the finding's own form, which sends the same request; the key only saves the way there.
  Promise.resolve(onReview({ findingId, decision, ...(comment === undefined ? {} : { comment }) })).catch(
    () => undefined,
  );
};

const run = (command: Command, targets: Targets) => {
  const { clock } = targets;
  if (command.kind === 'toggle') clock.toggle();
  if (command.kind === 'seek') clock.seek(clock.nowMs + command.byMs);
  if (command.kind === 'frame') clock.seek(clock.nowMs + command.by * frameMs(targets.inspection));
  if (command.kind === 'rate') clock.setRate(command.rate);
  if (command.kind === 'finding') targets.selection.step(command.by);
  if (command.kind === 'search') targets.search.current?.focus();
  if (command.kind === 'help') targets.setHelps(true);
  if (command.kind === 'zoomIn') targets.zoom.current?.('in');
  if (command.kind === 'zoomOut') targets.zoom.current?.('out');
  if (command.kind === 'fit') targets.zoom.current?.('fit');
  if (command.kind === 'mark') mark(targets, command.decision);
  if (command.kind === 'whole') targets.setWhole(command.decision);
};

/** The report's keyboard, listening on the window while the report is shown. */
export const useCommands = (targets: Targets): void => {
  const latest = useRef(targets);
  latest.current = targets;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const command = commandOf(event);
      if (command === undefined || event.defaultPrevented || isTaken(event.target, event.key)) return;
      event.preventDefault();
      run(command, latest.current);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
};
