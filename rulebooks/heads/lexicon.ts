import type { LabelSpec } from '@mingjian/matching';
import { loadAllPacks } from '../index.ts';

/** Labels with words of all shipped packs, each name once (the first pack's wording), without their `like:`. Sorted by name. */
export const lexiconSpecs = (): LabelSpec[] => {
  const specs = new Map<string, LabelSpec>();
  for (const pack of loadAllPacks())
    for (const { like: _meaning, ...spec } of pack.labels)
      if (spec.any.length + spec.seq.length + spec.fuzzy.length + spec.regex.length > 0 && !specs.has(spec.name))
        specs.set(spec.name, spec);
  return [...specs.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
};
