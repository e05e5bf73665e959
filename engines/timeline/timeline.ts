import type { Fact, FactDraft } from './fact.ts';

/** An append-only sequence of facts. Ids and order come from here, never from a clock or a random source. */
export type Timeline = { sessionId: string; facts: Fact[] };

export const openTimeline = (sessionId: string): Timeline => ({ sessionId, facts: [] });

/** Appends a draft, giving it `seq` and `id` (`f<seq>`), and returns the stored fact. */
export const append = (timeline: Timeline, draft: FactDraft): Fact => {
  const seq = timeline.facts.length;
  const fact = { source: 'server' as const, ...draft, id: `f${seq}`, seq } as Fact;
  timeline.facts.push(fact);
  return fact;
};

/** Media order: by start, then by sequence. The order in which rules are fed. */
export const inMediaOrder = (facts: readonly Fact[]): Fact[] => [...facts].sort((a, b) => a.t - b.t || a.seq - b.seq);
