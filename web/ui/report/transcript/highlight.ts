import type { Finding } from '@mingjian/inspection';

export type Highlight = {
  from: number;
  to: number;
  kind: 'violated' | 'undecidable' | 'raised' | 'search';
  findingId?: string;
};
export type Piece = { text: string; kinds: Highlight['kind'][]; findingId?: string };

/** Cuts a text where highlights begin and end; overlapping highlights share a piece. Offsets are UTF-16 units. */
export const piecesOf = (text: string, highlights: readonly Highlight[]): Piece[] => {
  const cuts = new Set([0, text.length]);
  for (const { from, to } of highlights) {
    cuts.add(Math.min(Math.max(0, from), text.length));
    cuts.add(Math.min(Math.max(0, to), text.length));
  }
  const edges = [...cuts].sort((a, b) => a - b);
  return edges.slice(0, -1).map((from, index) => {
    const over = highlights.filter((h) => h.from <= from && h.to > from);
    const findingId = over.find((h) => h.findingId !== undefined)?.findingId;
    return {
      text: text.slice(from, edges[index + 1]),
      kinds: over.map((h) => h.kind),
      ...(findingId ? { findingId } : {}),
    };
  });
};

/** Words that findings point at, by turn. Where a span has no offsets, its text is looked for in the turn. */
export const highlightsByTurn = (
  findings: readonly Finding[],
  turns: readonly { text: string }[],
): Map<number, Highlight[]> => {
  const byTurn = new Map<number, Highlight[]>();
  for (const finding of findings) {
    if (finding.verdict !== 'violated' && finding.verdict !== 'undecidable') continue;
    const kind = finding.verdict === 'undecidable' ? 'undecidable' : finding.kind === 'signal' ? 'raised' : 'violated';
    for (const span of finding.spans) {
      const turn = span.turns?.[0];
      const said = turn === undefined ? undefined : turns[turn]?.text;
      if (turn === undefined || said === undefined) continue;
      const at = span.chars?.[0] ?? (span.text ? said.indexOf(span.text) : -1);
      const to = span.chars?.[1] ?? at + (span.text?.length ?? 0);
      if (at < 0 || to <= at) continue;
      byTurn.set(turn, [...(byTurn.get(turn) ?? []), { from: at, to, kind, findingId: finding.id }]);
    }
  }
  return byTurn;
};

/** Places of the query in the turns, ignoring case; each turn counts once per place. */
export const searchTurns = (turns: readonly { text: string }[], query: string): { turn: number; from: number }[] => {
  const wanted = query.trim().toLowerCase();
  if (wanted === '') return [];
  return turns.flatMap(({ text }, turn) => {
    const found: { turn: number; from: number }[] = [];
    const said = text.toLowerCase();
    for (let at = said.indexOf(wanted); at >= 0; at = said.indexOf(wanted, at + wanted.length))
      found.push({ turn, from: at });
    return found;
  });
};

/** The turn being said at this moment: the last that began; −1 before the first. Turns without times never match. */
export const turnAt = (turns: readonly { startMs?: number }[], nowMs: number): number => {
  let found = -1;
  turns.forEach((turn, index) => {
    if (turn.startMs !== undefined && turn.startMs <= nowMs) found = index;
  });
  return found;
};
