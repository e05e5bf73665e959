import { type FrameLevels, frameLevels } from '@mingjian/signal/level.ts';
import { loudnessHop, weightedPowerMeter } from '@mingjian/signal/loudness.ts';
import { bandMeter } from './bands.ts';
import { beepMeter, type ToneFrame } from './beep.ts';
import { humMeter } from './hum-meter.ts';
import { CLIP_WINDOW_MS, type ClipWindow, clipWindows, NOISE_FRAME_MS } from './sound.ts';

/** Everything later decisions need to know about one channel at 16 kHz; a few hundred bytes a second, the samples themselves are not kept. */
export type SoundFeatures = {
  durationMs: number;
  /** Per 20 ms. */
  levels: FrameLevels;
  /** Per 10 ms, short enough to fit into the gaps of running speech. */
  fineLevels: FrameLevels;
  /** Per 100 ms. */
  clip: ClipWindow[];
  /** K-weighted powers per 100 ms. */
  loudness: Float64Array;
  /** Band powers per 20 ms (bands.ts). */
  bands: Float32Array;
  /** Spectra of one second below 400 Hz, every half second (hum-meter.ts). */
  hum: Float32Array[];
  /** Purity and frequency of the sound per 5 ms, where it is a tone (beep.ts). */
  tones: ToneFrame[];
};
export type SoundMeter = {
  /** Samples in order, pieces of any length. */
  push(samples: Int16Array): void;
  /** What was measured up to here; the meter goes on. */
  features(): SoundFeatures;
};

export const RATE_HZ = 16_000;
/** Every part of the meter fits into 200 ms a whole number of times, so that the cuts of the input leave no trace. */
const BLOCK = 3200;

const joined = (pieces: Float32Array[]): Float32Array => {
  const all = new Float32Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
};

const levelStore = (frameMs: number) => {
  const [rms, peak]: [Float32Array[], Float32Array[]] = [[], []];
  return {
    add(samples: Int16Array) {
      const found = frameLevels(samples, { sampleRateHz: RATE_HZ, frameMs });
      rms.push(found.rmsDb);
      peak.push(found.peak);
    },
    all: (tail: FrameLevels): FrameLevels => ({
      frameMs,
      rmsDb: joined([...rms, tail.rmsDb]),
      peak: joined([...peak, tail.peak]),
    }),
  };
};

/** Measures one channel as it arrives. The same samples give the same features however they were cut (tested). */
export const soundMeter = (): SoundMeter => {
  const [levels, fine] = [levelStore(20), levelStore(NOISE_FRAME_MS)];
  const clip: ClipWindow[] = [];
  const loudness: number[] = [];
  const bands: Float32Array[] = [];
  const hum: Float32Array[] = [];
  const tones: ToneFrame[] = [];
  const weighted = weightedPowerMeter(RATE_HZ);
  const bandsOf = bandMeter();
  const toHum = humMeter((look) => hum.push(look));
  const tonesOf = beepMeter();
  const hop = loudnessHop(RATE_HZ);
  const block = new Int16Array(BLOCK);
  let [filled, blocks] = [0, 0];
  const measure = () => {
    levels.add(block);
    fine.add(block);
    clip.push(...clipWindows(block, blocks * (BLOCK / 16)));
    for (let at = 0; at < BLOCK; at += hop) loudness.push(weighted(block.subarray(at, at + hop)));
    bands.push(bandsOf(block));
    toHum(block);
    tones.push(...tonesOf(block, blocks * (BLOCK / 16)));
    blocks++;
    filled = 0;
  };
  return {
    push(samples) {
      for (let at = 0; at < samples.length; ) {
        const take = Math.min(BLOCK - filled, samples.length - at);
        block.set(samples.subarray(at, at + take), filled);
        filled += take;
        at += take;
        if (filled === BLOCK) measure();
      }
    },
    features() {
      const tail = block.slice(0, filled);
      const startMs = blocks * (BLOCK / 16);
      const wholeClips = tail.subarray(0, Math.floor(filled / (16 * CLIP_WINDOW_MS)) * 16 * CLIP_WINDOW_MS);
      return {
        durationMs: Math.round(startMs + filled / 16),
        levels: levels.all(frameLevels(tail, { sampleRateHz: RATE_HZ, frameMs: 20 })),
        fineLevels: fine.all(frameLevels(tail, { sampleRateHz: RATE_HZ, frameMs: NOISE_FRAME_MS })),
        clip: [...clip, ...clipWindows(wholeClips, startMs)],
        loudness: Float64Array.from(loudness),
        bands: joined([...bands, bandMeter()(tail)]),
        hum,
        tones: [...tones, ...beepMeter()(tail, startMs)],
      };
    },
  };
};
