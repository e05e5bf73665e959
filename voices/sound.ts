/** Sound of the voice model. */
export const sampleRateHz = 24_000;

const floor = 10 ** (-40 / 20);
const keepMs = 60;
const samplesIn = (milliseconds: number): number => Math.round((milliseconds * sampleRateHz) / 1000);

/** Cuts the silence around speech, 40 dB under the peak, and keeps 60 ms of it on each side. */
export const trimSilence = (pcm: Float32Array): Float32Array => {
  let peak = 0;
  for (const sample of pcm) peak = Math.max(peak, Math.abs(sample));
  const isLoud = (sample: number) => Math.abs(sample) > peak * floor;
  const first = pcm.findIndex(isLoud);
  if (first < 0) return pcm.subarray(0, 0);
  const last = pcm.findLastIndex(isLoud);
  return pcm.subarray(Math.max(0, first - samplesIn(keepMs)), Math.min(pcm.length, last + 1 + samplesIn(keepMs)));
};

/** Joins trimmed pieces with the given pauses between them. */
export const joinPieces = (pieces: readonly { pcm: Float32Array; pauseMs: number }[]): Float32Array => {
  const total = pieces.reduce((sum, piece) => sum + piece.pcm.length + samplesIn(piece.pauseMs), 0);
  const joined = new Float32Array(total);
  let at = 0;
  for (const { pcm, pauseMs } of pieces) {
    joined.set(pcm, at);
    at += pcm.length + samplesIn(pauseMs);
  }
  return joined;
};

const full = 32_767;

/** To 16 bits and back: what the cache keeps is what the first listener heard. */
export const toInt16 = (pcm: Float32Array): Int16Array =>
  Int16Array.from(pcm, (sample) => Math.round(Math.max(-1, Math.min(1, sample)) * full));

export const fromInt16 = (samples: Int16Array): Float32Array => Float32Array.from(samples, (sample) => sample / full);
