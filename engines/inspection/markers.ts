import type { Finding } from '@mingjian/rules/finding.ts';
import type { Fact, Role, Turn } from '@mingjian/timeline';

/** What a marker (打点) points at. */
export type MarkerKind = 'step' | 'answer' | 'finding' | 'document' | 'person';
/** One place of the recording that somebody may want to see: a player jumps to it, a page shows its frame. */
export type Marker = {
  kind: MarkerKind;
  atMs: number;
  endMs?: number;
  /** The step's, fact's or item's name; words for people come from the catalogue. */
  name: string;
  text?: string;
  role?: Role;
  /** Id of the finding. */
  finding?: string;
  /** Id of the fact. */
  fact?: string;
  /** Media time of the frame to show, inside the marker. */
  frameMs: number;
};

/** A moment inside a stretch: people look up a little after a thing began. */
const frameIn = (atMs: number, endMs = atMs): number => Math.round(atMs + Math.min(500, (endMs - atMs) / 2));

const factMarker = (fact: Fact, kind: MarkerKind): Marker => ({
  kind,
  atMs: fact.t,
  ...(fact.end === undefined ? {} : { endMs: fact.end }),
  name: fact.name,
  ...(fact.text === undefined ? {} : { text: fact.text }),
  ...(fact.role === undefined ? {} : { role: fact.role }),
  fact: fact.id,
  frameMs: frameIn(fact.t, fact.end),
});

const kindOf = (fact: Fact): MarkerKind | undefined => {
  if (fact.kind === 'step' && fact.edge !== 'stop') return 'step';
  if (fact.name === 'speech.answer') return 'answer';
  if (fact.name === 'document.card' || fact.name === 'document.text' || fact.name === 'document.held')
    return 'document';
  return fact.name === 'face.changed' || fact.name === 'speaker.changed' ? 'person' : undefined;
};

/** Findings worth a look: violated, or left to a person with a place. A miss stands at the end of the window that was searched. */
const findingMarker = (finding: Finding): Marker | undefined => {
  if (finding.verdict !== 'violated' && finding.verdict !== 'undecidable') return undefined;
  const span = finding.spans[0];
  if (span === undefined) return undefined;
  const atMs = finding.missing === undefined ? span.startMs : finding.missing.window[1];
  return {
    kind: 'finding',
    atMs,
    ...(finding.missing === undefined ? { endMs: span.endMs } : {}),
    name: finding.item,
    ...(span.text === undefined ? {} : { text: span.text }),
    finding: finding.id,
    frameMs: finding.missing === undefined ? frameIn(span.startMs, span.endMs) : Math.max(0, atMs - 1),
  };
};

/** The short answers of a conversation: what the customer says right after somebody asked. */
const answerMarkers = (turns: readonly Turn[]): Marker[] =>
  turns.flatMap((turn, i): Marker[] => {
    const before = turns[i - 1];
    const asked = before !== undefined && before.role !== turn.role && /[吗么？?]\s*$|是否|同意|清楚/.test(before.text);
    if (turn.role !== 'customer' || turn.startMs === undefined || !asked) return [];
    const { startMs, endMs = startMs } = turn;
    return [
      {
        kind: 'answer',
        atMs: startMs,
        endMs,
        name: 'answer',
        text: turn.text,
        role: turn.role,
        frameMs: frameIn(startMs, endMs),
      },
    ];
  });

/** All markers of a recording in its order. Pure: the same document gives the same markers. */
export const markersOf = (from: {
  turns: readonly Turn[];
  facts: readonly Fact[];
  findings: readonly Finding[];
}): Marker[] => {
  const seen = from.facts.flatMap((fact) => {
    const kind = kindOf(fact);
    return kind === undefined ? [] : [factMarker(fact, kind)];
  });
  const measuredAnswers = seen.some((marker) => marker.kind === 'answer');
  const answers = measuredAnswers ? [] : answerMarkers(from.turns);
  const found = from.findings.flatMap((finding) => findingMarker(finding) ?? []);
  return [...seen, ...answers, ...found].sort((a, b) => a.atMs - b.atMs || (a.kind < b.kind ? -1 : 1));
};
