import { createFft } from '@mingjian/signal/fft.ts';

/** 16 kHz down to 1 kHz: hum lives below 500 Hz. */
const DOWN = 16;
const RATE_HZ = 1000;
/** One second a look, so that a line of the mains is one bin wide and a voice, which wavers, is not. */
const SIZE = 1000;
const HOP = 500;
export const HUM_BINS = 400;
export const HUM_LOOK_MS = (HOP * 1000) / RATE_HZ;
const hann = Float64Array.from({ length: SIZE }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / SIZE));
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

/** Power per bin of 1 Hz, 0 to 399 Hz, of one second every half second; pieces of any length. Each look is given to `onLook`. */
export const humMeter = (onLook: (bins: Float32Array) => void): ((samples: Int16Array) => void) => {
  const fft = createFft(SIZE);
  const [re, im] = [new Float64Array(SIZE), new Float64Array(SIZE)];
  const slow = decimator();
  const kept = new Float64Array(SIZE);
  let filled = 0;
  const take = (value: number) => {
    kept[filled++] = value;
    if (filled < SIZE) return;
    for (let i = 0; i < SIZE; i++) re[i] = kept[i]! * hann[i]!;
    im.fill(0);
    fft.transform(re, im);
    onLook(Float32Array.from({ length: HUM_BINS }, (_, k) => (re[k]! * re[k]! + im[k]! * im[k]!) / FULL));
    kept.copyWithin(0, HOP);
    filled = SIZE - HOP;
  };
  return (samples) => slow(samples, take);
};
