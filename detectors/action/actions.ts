import type { Capability } from '@mingjian/detector-core';
import { capabilityFact } from '@mingjian/detector-core';
import type { FactDraft } from '@mingjian/timeline';
import { type InkLook, inkMeter, type RgbFrame } from './ink.ts';
import { signingsOf } from './signing.ts';

export const detector = 'action/ink@1';
export type ActionName = 'action.sign' | 'action.phone' | 'action.prompting';
export type Actions = {
  /** All are `unmeasured` until somebody has measured them on pictures of real hands and said so with `measuredHere`. */
  capabilities(): Capability[];
  /** Follows frames of one camera that stands still (2–5 a second, 480 pixels or wider): capabilities and what was seen. */
  watch(frames: AsyncIterable<RgbFrame> | Iterable<RgbFrame>, options?: { signal?: AbortSignal }): Promise<FactDraft[]>;
};

const reasons: Record<ActionName, string> = {
  'action.sign':
    'unmeasured: signing was tried on drawn clips only, no real hands; a person decides, the marker shows where',
  'action.phone': 'unmeasured: no detector of telephones, and no material to measure one',
  'action.prompting':
    'unmeasured: a prompter off the picture cannot be told from other voices, and there is no material',
};

/**
 * Actions of hands. Without `measuredHere: ['action.sign']` signing is written as `sign.suspected`, which is a marker for people; with it
 * as `sign.seen`, which rules may read. The other two have no detector.
 */
export const openActions = (options: { measuredHere?: readonly 'action.sign'[] } = {}): Actions => {
  const trusted = options.measuredHere?.includes('action.sign') === true;
  const capabilities = (): Capability[] =>
    (Object.keys(reasons) as ActionName[]).map((name) =>
      name === 'action.sign' && trusted
        ? { name, available: true, model: null }
        : { name, available: false, model: null, reason: reasons[name] },
    );
  return {
    capabilities,
    watch: async (frames, { signal } = {}) => {
      const meter = inkMeter();
      const looks: InkLook[] = [];
      for await (const frame of frames) {
        signal?.throwIfAborted();
        looks.push(meter.look(frame));
      }
      const standing = looks.map((look) => ({ ...look, ink: look.ink.filter(meter.stands) }));
      const seen = signingsOf(standing).map(
        ({ startMs, endMs, box, inkPx, growthLooks }): FactDraft => ({
          t: Math.round(startMs),
          end: Math.round(endMs),
          kind: 'state',
          name: trusted ? 'sign.seen' : 'sign.suspected',
          detector,
          box,
          measures: { strokeMs: Math.round(endMs - startMs), inkPx, growthLooks },
        }),
      );
      return [...capabilities().map((one) => capabilityFact(one, detector)), ...seen];
    },
  };
};
