import { sampleRateHz } from '../pcm.ts';

/** A mono 16-bit WAV file of 16 kHz samples −1..1. */
export const wavOf = (samples: Float32Array): Uint8Array<ArrayBuffer> => {
  const bytes = Buffer.from(new ArrayBuffer(44 + samples.length * 2));
  bytes.write('RIFF', 0, 'ascii');
  bytes.writeUInt32LE(36 + samples.length * 2, 4);
  bytes.write('WAVEfmt ', 8, 'ascii');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(sampleRateHz, 24);
  bytes.writeUInt32LE(sampleRateHz * 2, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36, 'ascii');
  bytes.writeUInt32LE(samples.length * 2, 40);
  samples.forEach((x, i) => {
    bytes.writeInt16LE(Math.max(-32768, Math.min(32767, Math.round(x * 32768))), 44 + i * 2);
  });
  return new Uint8Array(bytes.buffer);
};
