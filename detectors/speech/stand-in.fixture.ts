import { createHash } from 'node:crypto';
import type { FactDraft } from '@mingjian/timeline';
import { sampleRateHz } from './pcm.ts';
import type { Hearing, Listener } from './transcribe.ts';

/** A sample of this value kills the process that hears it. */
export const deadly = 31000;

/**
 * Hears without models: a frame is speech when it is loud, its "text" is the digest of exactly the samples that a recogniser
 * would see, and loudness decides whether a second look is needed.
 */
export const standIn = (): Listener => ({
  voice: () => async (frame) => {
    const loudest = frame.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
    if (Math.round(loudest * 32768) === deadly) process.exit(9);
    return Math.min(1, loudest * 4);
  },
  first: async (hearing) => {
    await new Promise(setImmediate);
    const heard = heardOf(hearing, 1);
    const odd = Number.parseInt((heard.text ?? '0')[0] as string, 16) % 3 === 0;
    return odd ? { fact: heard, settle: async () => heardOf(hearing, 2) } : { fact: heard };
  },
});

const heardOf = ({ pcm, stretch, request, role }: Hearing, look: number): FactDraft => {
  const samples = pcm.read(
    ((stretch.startMs - 150) * sampleRateHz) / 1000,
    ((stretch.endMs + 150) * sampleRateHz) / 1000,
  );
  const text = createHash('sha256').update(samples).digest('hex').slice(0, 12);
  const frame = {
    t: stretch.startMs,
    end: stretch.endMs,
    role,
    track: request.track,
    detector: 'stand-in',
    score: look,
  };
  return samples.length % 7 === 0
    ? { ...frame, kind: 'event', name: 'speech.rejected', reason: text }
    : {
        ...frame,
        kind: 'utterance',
        name: 'speech.text',
        text,
        words: [{ text: 'x', startMs: stretch.startMs, endMs: stretch.endMs }],
      };
};

/** Talk and pauses as s16le bytes: [amplitude 0–1, ms] runs of a wave that never repeats. */
export const talkBytes = (runs: readonly (readonly [number, number])[]): Uint8Array => {
  const samples = runs.flatMap(([amplitude, ms], run) =>
    Array.from({ length: ms * 16 }, (_, i) => Math.round(amplitude * 30000 * Math.sin(i * 0.37 + run + (i * i) / 9e6))),
  );
  return new Uint8Array(Int16Array.from(samples).buffer);
};
