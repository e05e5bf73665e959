import { readFile } from 'node:fs/promises';
import type { Pcm, PcmChannel } from '@mingjian/media';
import { type FrameLevels, frameLevels, quantile } from '@mingjian/signal/level.ts';
import { integratedLoudness } from '@mingjian/signal/loudness.ts';
import { overlaps } from '@mingjian/signal/spans.ts';
import type { FactDraft } from '@mingjian/timeline';
import { stateFact } from './fact.ts';
import { findClipped, findDropouts, findNoise, NOISE_FRAME_MS, speechLevelDb, voicedSeconds } from './sound.ts';

/** Speech is set to −23 LUFS in broadcasting (EBU R 128); 13 LU below it is hard to follow on a laptop, telephones rarely fall under −32. */
const LOW_LUFS = -36;
/** Below this nothing but the converter's noise is heard: the sound is missing, not low. */
const NOTHING_DB = -75;

const trackOf = (channel: PcmChannel): string => (channel.channel === 'mono' ? 'a0' : `a0.${channel.channel}`);
const round = (value: number): number => Math.round(value * 10) / 10;

type Heard = { channel: PcmChannel; levels: FrameLevels; facts: FactDraft[]; speechDb: number; durationMs: number };

const listen = async (channel: PcmChannel): Promise<Heard> => {
  const bytes = await readFile(channel.path);
  const samples = new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length >> 1);
  const levels = frameLevels(samples, { sampleRateHz: 16_000, frameMs: 20 });
  const track = trackOf(channel);
  const durationMs = Math.round(samples.length / 16);
  const speechDb = speechLevelDb(levels);
  const heard: Heard = { channel, levels, facts: [], speechDb, durationMs };
  if (!(quantile(levels.rmsDb, 0.99) > NOTHING_DB)) return heard;
  const loudness = integratedLoudness(samples, 16_000);
  if (loudness === undefined || loudness < LOW_LUFS)
    heard.facts.push(
      stateFact(
        'audio.low_volume',
        { startMs: 0, endMs: durationMs },
        { loudnessLufs: round(loudness ?? -70) },
        { track },
      ),
    );
  for (const span of findDropouts(levels, { cutWords: channel.channel !== 'mono' }))
    heard.facts.push(stateFact('audio.dropout', span, { levelDb: -98 }, { track }));
  const clipped = findClipped(samples, 16_000);
  for (const span of clipped)
    heard.facts.push(stateFact('audio.clipped', span, { clippedPpm: span.clippedPpm }, { track }));
  // Cut-off speech is pressed against its own floor: the distance says nothing about noise there.
  const judged = (findNoise(frameLevels(samples, { sampleRateHz: 16_000, frameMs: NOISE_FRAME_MS })) ?? []).filter(
    (span) => !clipped.some((clip) => overlaps(clip, span)),
  );
  for (const span of judged)
    heard.facts.push(
      stateFact('audio.noise', span, { snrDb: round(span.snrDb), floorDb: round(span.floorDb) }, { track }),
    );
  return heard;
};

/** One side silent for the whole call while the other speaks for 10 s or more (单通). */
const oneWay = (heard: Heard[]): FactDraft[] => {
  if (heard.length !== 2) return [];
  return heard.flatMap((side, i) => {
    const other = heard[1 - i]!;
    const floor = quantile(side.levels.rmsDb, 0.2);
    const silent = voicedSeconds(side.levels, Math.max(-60, floor + 12)) < 0.5;
    const spoken = voicedSeconds(other.levels, Math.max(-55, quantile(other.levels.rmsDb, 0.1) + 12));
    if (!silent || spoken < 10) return [];
    return [
      stateFact(
        'audio.one_way',
        { startMs: 0, endMs: side.durationMs },
        { levelDb: round(side.speechDb) },
        { track: trackOf(side.channel) },
      ),
    ];
  });
};

/** Facts on the sound of every channel, and the capability `audio.quality`. */
export const soundFacts = async (pcm: Pcm, durationMs: number): Promise<FactDraft[]> => {
  if (pcm.channels.length === 0)
    return [
      stateFact('audio.missing', { startMs: 0, endMs: durationMs }, {}, { reason: 'the file has no sound track' }),
    ];
  const heard: Heard[] = [];
  for (const channel of pcm.channels) heard.push(await listen(channel));
  const facts = heard.flatMap((side) => side.facts);
  if (heard.every((side) => !(quantile(side.levels.rmsDb, 0.99) > NOTHING_DB)))
    return [
      ...facts,
      stateFact(
        'audio.missing',
        { startMs: 0, endMs: durationMs },
        { levelDb: round(Math.max(...heard.map((s) => s.speechDb))) },
        { track: 'a0', reason: 'the sound track holds only silence' },
      ),
    ];
  const sides = oneWay(heard);
  const dead = new Set(sides.map((fact) => fact.track));
  // What is said on loudness and noise of a side that carries nothing would only repeat the one-way finding.
  return [...facts.filter((fact) => !dead.has(fact.track)), ...sides];
};
