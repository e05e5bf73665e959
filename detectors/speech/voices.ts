import type { Role } from '@mingjian/timeline';
import type { Span } from './segments.ts';

/** A stretch of one voice on a track of several, as `speaker.turn` says it. */
export type SpeakerTurn = Span & { voice: string; role: Role };

const joinedPauseMs = 600;
const longestMs = 12000;
const leastMs = 200;

/**
 * Talk cut where the voice changes and joined again only within one voice: over pauses of at most 600 ms, up to 12 s. Talk
 * outside all turns keeps the role `unknown`.
 */
export const stretchesByVoice = (
  spans: readonly Span[],
  turns: readonly SpeakerTurn[],
): { stretch: Span; role: Role }[] => {
  const joined: { stretch: Span; role: Role; voice: string }[] = [];
  for (const piece of spans.flatMap((span) => piecesOf(span, turns))) {
    const last = joined.at(-1);
    const joins =
      last?.voice === piece.voice &&
      piece.stretch.startMs - last.stretch.endMs <= joinedPauseMs &&
      piece.stretch.endMs - last.stretch.startMs <= longestMs;
    if (last !== undefined && joins) last.stretch = { startMs: last.stretch.startMs, endMs: piece.stretch.endMs };
    else joined.push(piece);
  }
  return joined.map(({ stretch, role }) => ({ stretch, role }));
};

/** One span by voice; parts too short to hold a word go to their neighbour. Long parts are cut evenly. */
const piecesOf = (span: Span, turns: readonly SpeakerTurn[]) => {
  const inside = turns.filter(
    (turn) => Math.min(turn.endMs, span.endMs) - Math.max(turn.startMs, span.startMs) >= leastMs,
  );
  if (inside.length === 0) return partsOf(span).map((stretch) => ({ stretch, role: 'unknown' as Role, voice: '' }));
  return inside.flatMap((turn, i) => {
    const startMs = i === 0 ? span.startMs : Math.max(turn.startMs, span.startMs);
    const next = inside[i + 1];
    const endMs = next === undefined ? span.endMs : Math.max(next.startMs, span.startMs);
    return partsOf({ startMs, endMs }).map((stretch) => ({ stretch, role: turn.role, voice: turn.voice }));
  });
};

const partsOf = (span: Span): Span[] => {
  const count = Math.ceil((span.endMs - span.startMs) / longestMs);
  const step = (span.endMs - span.startMs) / Math.max(1, count);
  return Array.from({ length: count }, (_, i) => ({
    startMs: Math.round(span.startMs + i * step),
    endMs: Math.round(span.startMs + (i + 1) * step),
  }));
};
