import type { Capability } from '@mingjian/detector-core';
import type { FactDraft } from '@mingjian/timeline';
import type { Speech } from '../index.ts';
import { openPcm } from '../pcm.ts';
import type { SpeechRun, TranscribeRequest } from '../transcribe.ts';
import { type FindVoices, type Recogniser, transcribeWith } from './recogniser.ts';

/** One way to a transcript: our own recogniser, or another behind the same facts. */
export type Way = {
  name: string;
  capability(): Capability;
  transcribe(request: TranscribeRequest, run: SpeechRun): Promise<void>;
};
export type FailOverOptions = {
  /** A way may take so many times the length of the recording, and never less than `leastMs`; default 2. */
  timesRealTime?: number;
  /** Default 30,000. */
  leastMs?: number;
};
export type FailOverResult = { used: string | null; capability: Capability };

/** Our own recogniser as the first way. */
export const ownWay = (speech: Pick<Speech, 'capabilities' | 'transcribe'>): Way => ({
  name: 'whisper-base',
  capability: () => speech.capabilities().find((one) => one.name === 'speech.transcribe') as Capability,
  transcribe: (request, run) => speech.transcribe(request, run),
});

/** Another recogniser as a way; `voices` is `Speech.voices`. */
export const wayOf = (recogniser: Recogniser, voices: FindVoices): Way => ({
  name: recogniser.name,
  capability: () => recogniser.capability(),
  transcribe: (request, run) => transcribeWith(recogniser, request, { run, voices }),
});

/**
 * Tries the ways in their order (own recogniser, child with other weights, HTTP) until one has written the whole track. The facts
 * of a way that failed are dropped, so nothing stands twice. The last fact is the capability: who wrote the transcript and why
 * not the ways before it, or false with all reasons. Rejects only when the caller aborts.
 */
export const transcribeByAny = async (
  ways: readonly Way[],
  request: TranscribeRequest,
  { run, ...options }: FailOverOptions & { run: SpeechRun },
): Promise<FailOverResult> => {
  const reasons: string[] = [];
  const limitMs = Math.max(options.leastMs ?? 30000, (options.timesRealTime ?? 2) * lengthMs(request.pcmPath));
  for (const way of ways) {
    const capability = way.capability();
    if (!capability.available) {
      reasons.push(`${way.name}: ${capability.reason ?? 'not available'}`);
      continue;
    }
    const attempt = await tryWay(way, request, { run, limitMs });
    if ('facts' in attempt) {
      for (const fact of attempt.facts) run.emit(fact);
      return report(run, {
        used: way.name,
        capability: {
          ...capability,
          ...(reasons.length === 0 ? {} : { reason: `by ${way.name}; ${reasons.join('; ')}` }),
        },
      });
    }
    reasons.push(`${way.name}: ${attempt.reason}`);
  }
  return report(run, {
    used: null,
    capability: { name: 'speech.transcribe', available: false, model: null, reason: reasons.join('; ') },
  });
};

const lengthMs = (pcmPath: string): number => {
  const pcm = openPcm(pcmPath);
  pcm.close();
  return pcm.durationMs;
};

const tryWay = async (
  way: Way,
  request: TranscribeRequest,
  { run, limitMs }: { run: SpeechRun; limitMs: number },
): Promise<{ facts: FactDraft[] } | { reason: string }> => {
  const facts: FactDraft[] = [];
  const deadline = AbortSignal.timeout(limitMs);
  try {
    const signal = AbortSignal.any([run.signal, deadline]);
    await way.transcribe(request, { signal, progress: run.progress, emit: (fact) => facts.push(fact) });
    return { facts };
  } catch (error) {
    run.signal.throwIfAborted();
    if (deadline.aborted) return { reason: `not ready within ${limitMs} ms` };
    return { reason: error instanceof Error ? error.message : String(error) };
  }
};

const report = (run: SpeechRun, result: FailOverResult): FailOverResult => {
  const { available, model, reason, name } = result.capability;
  run.emit({
    t: 0,
    kind: 'capability',
    name,
    value: available,
    detector: 'speech/fail-over',
    ...(model === null ? {} : { model }),
    ...(reason === undefined ? {} : { reason }),
  });
  return result;
};
