import { spot } from '@mingjian/signal/ctc.ts';
import type { FactDraft } from '@mingjian/timeline';
import { type Edge, edgeFrameMs, edgePosteriors, labelsOf } from './edge.ts';
import { openPcm, sampleRateHz } from './pcm.ts';

export type PhraseRequest = { pcmPath: string; phrases: readonly string[] };
type Run = { signal: AbortSignal; progress(done: number): void; emit(fact: FactDraft): void };

const windowMs = 20000;
const overlapMs = 4000;
const padMs = 300;
/** Recall 17 of 17 at 1 false alarm in 1.2 keyword-hours in the reference measurement; −1.5: 15 of 17 at none. */
const threshold = -2;

/** Looks for given phrases in the sound; a phrase is reported once per window of 20 s, at its best place. */
export const phrases = async (edge: Edge | undefined, request: PhraseRequest, run: Run): Promise<void> => {
  if (edge === undefined) throw new Error('speech.phrase is not available: edge-ctc is not here');
  const pcm = openPcm(request.pcmPath);
  try {
    const lastEnd = new Map<string, number>();
    for (let from = 0; from < pcm.durationMs; from += windowMs - overlapMs) {
      await new Promise(setImmediate);
      run.signal.throwIfAborted();
      const samples = pcm.read((from * sampleRateHz) / 1000, ((from + windowMs) * sampleRateHz) / 1000);
      const posteriors = await edgePosteriors(edge, samples);
      for (const text of request.phrases) {
        const labels = labelsOf(edge, text);
        const found = labels === undefined ? undefined : spot(posteriors, labels);
        if (found === undefined || found.score < threshold) continue;
        const t = Math.max(0, from + found.firstFrame * edgeFrameMs - padMs);
        if (t < (lastEnd.get(text) ?? -1)) continue;
        const end = from + (found.lastFrame + 1) * edgeFrameMs - padMs;
        lastEnd.set(text, end);
        run.emit({
          t,
          end,
          kind: 'event',
          name: 'speech.phrase',
          text,
          score: found.score,
          detector: 'speech/edge-ctc',
          model: edge.version,
        });
      }
      run.progress(Math.min(1, (from + windowMs) / pcm.durationMs));
    }
  } finally {
    pcm.close();
  }
};
