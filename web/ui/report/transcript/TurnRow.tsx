import type { Turn } from '@mingjian/timeline';
import { clockTime } from '../format.ts';
import { useWords } from '../locale/index.ts';
import { type Highlight, type Piece, piecesOf } from './highlight.ts';

type TurnRowProps = {
  index: number;
  turn: Turn;
  current: boolean;
  highlights: Highlight[];
  onSeek: (ms: number) => void;
  onFinding: (id: string) => void;
  ref?: (node: Element | null) => void;
  /** Distance from the list's top in the virtual list, px. */
  top?: number;
};

const pieceClass = (piece: Piece): string => piece.kinds.map((kind) => `mj-hl-${kind}`).join(' ');

const Said = ({ piece, onFinding }: { piece: Piece; onFinding: (id: string) => void }) => {
  if (piece.kinds.length === 0) return piece.text;
  const { findingId } = piece;
  const mark = <mark className={pieceClass(piece)}>{piece.text}</mark>;
  if (findingId === undefined) return mark;
  return (
    <button type="button" className="mj-said" onClick={() => onFinding(findingId)}>
      {mark}
    </button>
  );
};

/** One contribution: role, time, words; the time seeks, highlighted words open their finding. */
export const TurnRow = ({ index, turn, current, highlights, onSeek, onFinding, ref, top }: TurnRowProps) => {
  const { t, lookup } = useWords();
  const { startMs } = turn;
  return (
    <li
      ref={ref}
      data-index={index}
      className={`mj-turn${current ? ' mj-current' : ''}`}
      aria-current={current ? 'true' : undefined}
      style={
        top === undefined
          ? undefined
          : { position: 'absolute', top: 0, left: 0, right: 0, transform: `translateY(${top}px)` }
      }
    >
      <span className="mj-turn-head">
        <span className={`mj-role mj-role-${turn.role}`}>{lookup(`role.${turn.role}`, turn.role)}</span>
        {startMs === undefined ? (
          <span className="mj-muted">{t('transcript.noTime')}</span>
        ) : (
          <button
            type="button"
            className="mj-turn-time"
            aria-label={t('evidence.seek', { time: clockTime(startMs) })}
            onClick={() => onSeek(startMs)}
          >
            {clockTime(startMs)}
          </button>
        )}
      </span>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the time button above does the same by keyboard */}
      <p className="mj-turn-text" onClick={() => startMs !== undefined && onSeek(startMs)}>
        {piecesOf(turn.text, highlights).map((piece, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no identity but their place
          <Said key={at} piece={piece} onFinding={onFinding} />
        ))}
      </p>
    </li>
  );
};
