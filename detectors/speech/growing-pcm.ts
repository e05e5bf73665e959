import { type Pcm, sampleRateHz } from './pcm.ts';

/** Sound that arrives in pieces of any size, odd ones included. What is forgotten reads as nothing. */
export type GrowingPcm = Pcm & { append(bytes: Uint8Array): void; forget(before: number): void };

const roomSamples = sampleRateHz * 10;

/** Raw s16le mono 16 kHz pieces as one sound; memory holds only what was not forgotten. */
export const growingPcm = (): GrowingPcm => {
  let kept = new Int16Array(roomSamples);
  /** Sample index of `kept[0]`, and how many samples have arrived in all. */
  let base = 0;
  let samples = 0;
  let half: number | undefined;

  const put = (low: number, high: number) => {
    if (samples - base === kept.length) {
      const larger = new Int16Array(kept.length * 2);
      larger.set(kept);
      kept = larger;
    }
    kept[samples++ - base] = (high << 8) | low;
  };
  const shape = { samples: 0, durationMs: 0 };
  const measure = () => {
    shape.samples = samples;
    shape.durationMs = Math.round((samples * 1000) / sampleRateHz);
  };
  return {
    get samples() {
      return shape.samples;
    },
    get durationMs() {
      return shape.durationMs;
    },
    append: (bytes) => {
      for (const byte of bytes) {
        if (half === undefined) half = byte;
        else {
          put(half, byte);
          half = undefined;
        }
      }
      measure();
    },
    read: (from, to) => {
      const first = Math.max(base, Math.min(samples, Math.round(from)));
      const last = Math.max(first, Math.min(samples, Math.round(to)));
      return Float32Array.from(kept.subarray(first - base, last - base), (x) => x / 32768);
    },
    forget: (before) => {
      const drop = Math.floor(before) - base;
      if (drop < roomSamples) return;
      kept.copyWithin(0, drop, samples - base);
      base += drop;
    },
    close: () => {},
  };
};
