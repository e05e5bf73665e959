import { quantile } from '@mingjian/signal/level.ts';
import { type Beep, findBeeps } from './beep.ts';
import type { SoundFeatures } from './sound-meter.ts';
import type { VideoFeatures } from './video-pass.ts';

export type Slate = { audioLateMs: number; confidence: number; count: number; spreadMs: number };

/** A flash lasts one to a few frames and is gone again. */
const FLASH_LONGEST_MS = 600;
/** Luma steps of the whole picture, up and down again; lamps and cuts do not come back within half a second. */
const FLASH_RISE = 35;
/** Flash and beep further apart are two things. */
const PAIR_MS = 1500;
/** Two slates must agree to a frame. */
const AGREE_MS = 60;

/** Moments at which the picture becomes much brighter for a few frames. */
export const findFlashes = ({ tMs, frames }: Pick<VideoFeatures, 'tMs' | 'frames'>): number[] => {
  const flashes: number[] = [];
  for (let i = 1; i < frames.length; i++) {
    const base = frames[i - 1]!.mean;
    if (frames[i]!.mean - base < FLASH_RISE) continue;
    let end = i;
    while (end < frames.length && frames[end]!.mean - base >= FLASH_RISE / 2) end++;
    if (end < frames.length && tMs[end]! - tMs[i]! <= FLASH_LONGEST_MS) flashes.push(tMs[i]!);
    i = Math.max(i, end);
  }
  return flashes;
};

/** Every flash with its beep, one to one, the nearest first. */
const pairs = (flashes: readonly number[], beeps: readonly Beep[]): number[] => {
  const near = flashes
    .flatMap((flash) => beeps.map((beep) => ({ flash, beep, late: beep.startMs - flash })))
    .filter(({ late }) => Math.abs(late) <= PAIR_MS)
    .sort((a, b) => Math.abs(a.late) - Math.abs(b.late));
  const [usedFlashes, usedBeeps] = [new Set<number>(), new Set<Beep>()];
  return near.flatMap(({ flash, beep, late }) => {
    if (usedFlashes.has(flash) || usedBeeps.has(beep)) return [];
    usedFlashes.add(flash);
    usedBeeps.add(beep);
    return [late];
  });
};

/**
 * Sound against picture from slates (场记闪光与提示音): a flash of the whole picture and a beep made at one moment. Exact to a frame of the
 * picture; several slates are averaged. Undefined without a slate or when slates disagree: then nothing is said.
 */
export const findSlate = (video: VideoFeatures, channels: readonly SoundFeatures[]): Slate | undefined => {
  const flashes = findFlashes(video);
  if (flashes.length === 0) return undefined;
  const lates = channels.flatMap((sound) => pairs(flashes, findBeeps(sound.tones)));
  if (lates.length === 0) return undefined;
  const middle = quantile(lates, 0.5);
  const agreeing = lates.filter((late) => Math.abs(late - middle) <= AGREE_MS);
  if (agreeing.length * 2 <= lates.length) return undefined;
  const audioLateMs = Math.round(agreeing.reduce((sum, late) => sum + late, 0) / agreeing.length);
  const spreadMs = Math.max(...agreeing) - Math.min(...agreeing);
  return { audioLateMs, confidence: agreeing.length >= 2 ? 0.98 : 0.9, count: agreeing.length, spreadMs };
};
