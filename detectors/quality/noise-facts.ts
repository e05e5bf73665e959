import { quantile } from '@mingjian/signal/level.ts';
import { overlaps, type Span } from '@mingjian/signal/spans.ts';
import type { FactDraft } from '@mingjian/timeline';
import { stateFact } from './fact.ts';
import { findHum, type HumSpan } from './hum.ts';
import { type BandNoise, findShortNoise, findWeakNoise } from './raised-noise.ts';
import { findNoise, LEAST_FLOOR_DB, speechLevelDb } from './sound.ts';
import type { SoundFeatures } from './sound-meter.ts';

/** Loud frames this far above quiet ones are speech; without any there is nothing the noise could disturb. */
const SPOKEN_DB = 8;

const isSpoken = ({ levels }: SoundFeatures): boolean =>
  speechLevelDb(levels) - quantile(levels.rmsDb, 0.1) >= SPOKEN_DB;

type Context = { track: string; isCut(span: Span): boolean };
type Noise = Span & { snrDb: number; floorDb: number };

/** Three looks at noise, the one with the best edges first: the level's floor, a burst, weak noise that stays. */
const noises = (sound: SoundFeatures, { isCut }: Context): Noise[] => {
  const found: Noise[] = (findNoise(sound.fineLevels) ?? []).filter((span) => !isCut(span));
  if (!isSpoken(sound)) return found;
  const add = (spans: BandNoise[]) => {
    for (const span of spans)
      if (span.floorDb > LEAST_FLOOR_DB && !isCut(span) && !found.some((other) => overlaps(other, span)))
        found.push({ startMs: span.startMs, endMs: span.endMs, snrDb: span.distanceDb, floorDb: span.floorDb });
  };
  add(findShortNoise(sound.bands));
  add(findWeakNoise(sound.bands));
  return found.sort((a, b) => a.startMs - b.startMs);
};

const tenths = (value: number): number => Math.round(value * 10) / 10;

/** `audio.noise` and `audio.hum` of one channel; noise that is a hum carries its frequency. */
export const noiseFacts = (sound: SoundFeatures, context: Context): FactDraft[] => {
  const { track } = context;
  const hums: HumSpan[] = findHum(sound.hum) ?? [];
  const noise = noises(sound, context).map((span) => {
    const hum = hums.find((one) => overlaps(one, span));
    const humHz: Record<string, number> = hum === undefined ? {} : { humHz: hum.humHz };
    return stateFact(
      'audio.noise',
      span,
      { snrDb: tenths(span.snrDb), floorDb: tenths(span.floorDb), ...humHz },
      { track },
    );
  });
  const hum = hums.map((span) => {
    const endMs = Math.min(span.endMs, sound.durationMs);
    return stateFact(
      'audio.hum',
      { startMs: span.startMs, endMs },
      { humHz: span.humHz, levelDb: tenths(span.levelDb) },
      { track },
    );
  });
  return [...noise, ...hum];
};
