import { compare } from './expression.ts';
import { type Occurrence, roleFits } from './leaf.ts';
import type { Pattern } from './model.ts';
import type { Trace } from './trace.ts';

type Overall = Extract<Pattern, { k: 'overall' }>;

const characters = (text: string): number => text.replaceAll(/[\s\p{P}]/gu, '').length;

/** The measured figure: characters a second, share of all talk, number of turns, or ms; undefined when there is nothing to measure. */
const figureOf = (pattern: Overall, trace: Trace): { name: string; value: number } | undefined => {
  if (pattern.what === 'duration') return { name: 'durationMs', value: trace.endMs };
  const turns = trace.turns.filter((turn) => roleFits(pattern.roles, turn.role) === 'yes');
  if (pattern.what === 'turns') return { name: 'turns', value: turns.length };
  const length = (list: typeof turns): number => list.reduce((sum, turn) => sum + turn.endMs - turn.startMs, 0);
  const own = length(turns);
  if (pattern.what === 'pace') {
    const said = turns.reduce((sum, turn) => sum + characters(turn.text), 0);
    return own === 0 ? undefined : { name: 'charactersPerSecond', value: Math.round((said / own) * 100_000) / 100 };
  }
  const all = length(trace.turns);
  return all === 0 ? undefined : { name: 'talkShare', value: Math.round((own / all) * 1000) / 1000 };
};

/** A figure over the whole recording; it is known when the recording is closed. */
export const overallOccurrence = (pattern: Overall, trace: Trace): Occurrence[] => {
  if (!trace.closed) return [];
  const figure = figureOf(pattern, trace);
  if (figure === undefined || !compare(figure.value, pattern.op, pattern.value)) return [];
  const span = { startMs: 0, endMs: trace.endMs, label: pattern.what };
  return [
    {
      startMs: 0,
      endMs: trace.endMs,
      decidedMs: trace.endMs,
      spans: [span],
      measures: { [figure.name]: figure.value },
    },
  ];
};
