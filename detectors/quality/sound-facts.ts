import { createReadStream } from 'node:fs';
import type { Pcm, PcmChannel } from '@mingjian/media';
import { quantile } from '@mingjian/signal/level.ts';
import { gatedLoudness } from '@mingjian/signal/loudness.ts';
import { overlaps } from '@mingjian/signal/spans.ts';
import type { FactDraft } from '@mingjian/timeline';
import { stateFact } from './fact.ts';
import { noiseFacts } from './noise-facts.ts';
import { findClipped, findDropouts, speechLevelDb, voicedSeconds } from './sound.ts';
import { type SoundFeatures, soundMeter } from './sound-meter.ts';

/** Speech is set to −23 LUFS in broadcasting (EBU R 128); 13 LU below it is hard to follow on a laptop, telephones rarely fall under −32. */
const LOW_LUFS = -36;
/** Below this nothing but the converter's noise is heard: the sound is missing, not low. */
const NOTHING_DB = -75;

export const trackOf = (channel: PcmChannel['channel']): string => (channel === 'mono' ? 'a0' : `a0.${channel}`);
const round = (value: number): number => Math.round(value * 10) / 10;

export type ChannelSound = { channel: PcmChannel['channel']; sound: SoundFeatures };
type Heard = { track: string; sound: SoundFeatures; facts: FactDraft[]; speechDb: number };

const isHeard = ({ sound }: { sound: SoundFeatures }): boolean => quantile(sound.levels.rmsDb, 0.99) > NOTHING_DB;

const listen = ({ channel, sound }: ChannelSound): Heard => {
  const track = trackOf(channel);
  const heard: Heard = { track, sound, facts: [], speechDb: speechLevelDb(sound.levels) };
  if (!isHeard(heard)) return heard;
  const whole = { startMs: 0, endMs: sound.durationMs };
  const loudness = gatedLoudness(sound.loudness);
  if (loudness === undefined || loudness < LOW_LUFS)
    heard.facts.push(stateFact('audio.low_volume', whole, { loudnessLufs: round(loudness ?? -70) }, { track }));
  for (const span of findDropouts(sound.levels, { cutWords: channel !== 'mono' }))
    heard.facts.push(stateFact('audio.dropout', span, { levelDb: -98 }, { track }));
  const clipped = findClipped(sound.clip);
  for (const span of clipped)
    heard.facts.push(stateFact('audio.clipped', span, { clippedPpm: span.clippedPpm }, { track }));
  // Cut-off speech is pressed against its own floor: the distance says nothing about noise there.
  heard.facts.push(...noiseFacts(sound, { track, isCut: (span) => clipped.some((clip) => overlaps(clip, span)) }));
  return heard;
};

/** One side silent for the whole call while the other speaks for 10 s or more (单通). */
const oneWay = (heard: Heard[]): FactDraft[] => {
  if (heard.length !== 2) return [];
  return heard.flatMap((side, i) => {
    const other = heard[1 - i]!;
    const floor = quantile(side.sound.levels.rmsDb, 0.2);
    const silent = voicedSeconds(side.sound.levels, Math.max(-60, floor + 12)) < 0.5;
    const spoken = voicedSeconds(other.sound.levels, Math.max(-55, quantile(other.sound.levels.rmsDb, 0.1) + 12));
    if (!silent || spoken < 10) return [];
    const whole = { startMs: 0, endMs: side.sound.durationMs };
    return [stateFact('audio.one_way', whole, { levelDb: round(side.speechDb) }, { track: side.track })];
  });
};

/** Facts on the sound of every channel; pure. */
export const soundFacts = (channels: readonly ChannelSound[], durationMs: number): FactDraft[] => {
  const whole = { startMs: 0, endMs: durationMs };
  if (channels.length === 0) return [stateFact('audio.missing', whole, {}, { reason: 'the file has no sound track' })];
  const heard = channels.map(listen);
  const facts = heard.flatMap((side) => side.facts);
  if (!heard.some(isHeard)) {
    const levelDb = round(Math.max(...heard.map((side) => side.speechDb)));
    const reason = 'the sound track holds only silence';
    return [...facts, stateFact('audio.missing', whole, { levelDb }, { track: 'a0', reason })];
  }
  const sides = oneWay(heard);
  const dead = new Set(sides.map((fact) => fact.track));
  // What is said on loudness and noise of a side that carries nothing would only repeat the one-way finding.
  return [...facts.filter((fact) => !dead.has(fact.track as string)), ...sides];
};

/** Measures the extracted sound of a file, piece by piece. */
export const measureSound = async (pcm: Pcm): Promise<ChannelSound[]> => {
  const measured: ChannelSound[] = [];
  for (const { channel, path } of pcm.channels) {
    const meter = soundMeter();
    let rest = new Uint8Array(0);
    for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
      const bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
      const whole = bytes.length - (bytes.length % 2);
      meter.push(new Int16Array(Uint8Array.from(bytes.subarray(0, whole)).buffer));
      rest = Uint8Array.from(bytes.subarray(whole));
    }
    measured.push({ channel, sound: meter.features() });
  }
  return measured;
};
