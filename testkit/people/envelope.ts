/** Silence and the loudest ordinary speech, relative to the track's own level, dB. */
const range = { quietDb: -22, loudDb: 0 } as const;

const rms = (pcm: Float32Array, from: number, to: number): number => {
  let sum = 0;
  for (let i = Math.max(0, from); i < Math.min(pcm.length, to); i++) sum += pcm[i]! ** 2;
  return Math.sqrt(sum / Math.max(1, to - from));
};

/** How far a mouth is open in each picture, 0–1, from the loudness of what the person says (−1…1 samples). */
export const mouthEnvelope = (
  pcm: Float32Array,
  { sampleRateHz, fps, frames }: { sampleRateHz: number; fps: number; frames: number },
): Float32Array => {
  const window = sampleRateHz / fps;
  const loud = Array.from({ length: frames }, (_, i) => rms(pcm, Math.round(i * window), Math.round((i + 1) * window)));
  const speech = loud.filter((value) => value > 1e-3).sort((a, b) => a - b);
  const reference = speech[Math.floor(speech.length * 0.9)] ?? 1;
  return Float32Array.from(loud, (value) => {
    const db = 20 * Math.log10(Math.max(value, 1e-9) / reference);
    return Math.min(1, Math.max(0, (db - range.quietDb) / (range.loudDb - range.quietDb)));
  });
};
