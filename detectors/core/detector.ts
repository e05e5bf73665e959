import type { FactDraft } from '@mingjian/timeline';

/** What a detector may use while it works. Everything else is its argument. */
export type DetectorRun = {
  /** Aborted on cancel and on deadline; a detector stops between frames or tokens. */
  signal: AbortSignal;
  /** Part done, 0–1, as often as it likes. */
  progress(done: number): void;
  /** Writes one fact; facts may come in any order. */
  emit(fact: FactDraft): void;
};

/** What can be measured here. `reason` says, in words for an operator, why not and what to do. */
export type Capability = {
  name: string;
  available: boolean;
  model: string | null;
  reason?: string;
  /** Of `meaning.labels`: the labels that were looked for. */
  labels?: readonly string[];
};

/** Turns a missing capability into the fact that makes rules undecidable instead of silent. */
export const capabilityFact = (capability: Capability, detector: string): FactDraft => ({
  t: 0,
  kind: 'capability',
  name: capability.name,
  value: capability.available,
  detector,
  ...(capability.model === null ? {} : { model: capability.model }),
  ...(capability.reason === undefined ? {} : { reason: capability.reason }),
  ...(capability.labels === undefined ? {} : { labels: [...capability.labels] }),
});
