import type { FactDraft, Role } from '@mingjian/timeline';
import type { InferenceSession } from 'onnxruntime-node';
import { hear } from './hear.ts';
import { openPcm, type Pcm } from './pcm.ts';
import { type Span, spansOf, stretchesOf } from './segments.ts';
import { speechProbabilities } from './vad.ts';
import type { Whisper } from './whisper.ts';

export type TranscribeRequest = {
  /** Raw s16le mono 16 kHz file. */
  pcmPath: string;
  role: Role;
  track: string;
  /** Terms of scripts and packs; those with a negation or a number help nowhere. */
  hotWords?: readonly string[];
  /** Five to eight product words for the prompt of the second look. Without them the prompt stays plain and only repair helps. */
  promptWords?: readonly string[];
  /** Full window for segments whose mean log-probability is below −.2; default true. */
  secondLook?: boolean;
};
export type LoadedSpeech = { whisper: Whisper; vad: InferenceSession; version: string };
export type SpeechRun = { signal: AbortSignal; progress(done: number): void; emit(fact: FactDraft): void };

const vadShare = 0.1;

/** Everything said on one track: talk spans, utterances with character times, and what was refused and why. */
export const transcribe = async (models: LoadedSpeech, request: TranscribeRequest, run: SpeechRun): Promise<void> => {
  const pcm = openPcm(request.pcmPath);
  try {
    const probabilities = await speechProbabilities(models.vad, pcm, {
      signal: run.signal,
      progress: (done) => run.progress(done * vadShare),
    });
    const spans = spansOf(probabilities);
    for (const span of spans) run.emit(active(span, { request, pcm }));
    const stretches = stretchesOf(spans, probabilities);
    for (const [index, stretch] of stretches.entries()) {
      run.emit(await hear(models, { request, pcm, stretch, signal: run.signal }));
      run.progress(vadShare + ((1 - vadShare) * (index + 1)) / stretches.length);
    }
    run.progress(1);
  } finally {
    pcm.close();
  }
};

const active = (span: Span, { request, pcm }: { request: TranscribeRequest; pcm: Pcm }): FactDraft => ({
  t: span.startMs,
  end: Math.min(span.endMs, pcm.durationMs),
  kind: 'state',
  name: 'voice.active',
  value: true,
  role: request.role,
  track: request.track,
  detector: 'speech/silero-vad@6',
});
