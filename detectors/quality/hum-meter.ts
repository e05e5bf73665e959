import { createFft } from '@mingjian/signal/fft.ts';

/** 16 kHz down to 1 kHz: hum lives below 500 Hz. */
const DOWN = 16;
const RATE_HZ = 1000;
/** One second a look, so that a line of the mains is two bins wide and a voice, which wavers, is not. */
const LOOK = 1000;
const HOP = 500;
/** The look is filled up with zeros to a power of two. */
const SIZE = 1024;
export const HUM_BINS = 410;
/** The bin of a frequency. */
export const humBin = (hz: number): number => Math.round((hz * SIZE) / RATE_HZ);
export const HUM_LOOK_MS = (HOP * 1000) / RATE_HZ;
const hann = Float64Array.from({ length: LOOK }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / LOOK));
/** Power of a full-scale square wave in one bin of a line. */
const FULL = (32_768 * hann.reduce((sum, w) => sum + w, 0)) ** 2 / 2;

/** Averages of 16 samples, averaged once more over two: folds what lies around 1 kHz by 50 dB. */
const decimator = () => {
  let before = 0;
  let [sum, count] = [0, 0];
  return (samples: Int16Array, take: (value: number) => void) => {
    for (let i = 0; i < samples.length; i++) {
      sum += samples[i]!;
      if (++count < DOWN) continue;
      const mean = sum / DOWN;
      take((mean + before) / 2);
      before = mean;
      [sum, count] = [0, 0];
    }
  };
};

/** Power per bin (humBin), 0 to 400 Hz, of one second every half second; pieces of any length. Each look is given to `onLook`. */
export const humMeter = (onLook: (bins: Float32Array) => void): ((samples: Int16Array) => void) => {
  const fft = createFft(SIZE);
  const [re, im] = [new Float64Array(SIZE), new Float64Array(SIZE)];
  const slow = decimator();
  const kept = new Float64Array(LOOK);
  let filled = 0;
  const take = (value: number) => {
    kept[filled++] = value;
    if (filled < LOOK) return;
    re.fill(0);
    im.fill(0);
    for (let i = 0; i < LOOK; i++) re[i] = kept[i]! * hann[i]!;
    fft.transform(re, im);
    onLook(Float32Array.from({ length: HUM_BINS }, (_, k) => (re[k]! * re[k]! + im[k]! * im[k]!) / FULL));
    kept.copyWithin(0, HOP);
    filled = LOOK - HOP;
  };
  return (samples) => slow(samples, take);
};
