import type { FactDraft, Role } from '@mingjian/timeline';
import { openPcm, type Pcm } from './pcm.ts';
import { type Certain, type Span, segmentsOf } from './segments.ts';
import { type FrameVoice, speechProbabilities } from './vad.ts';
import { type SpeakerTurn, stretchesByVoice } from './voices.ts';

/** What helps and names the speech of one track. */
export type TrackRequest = {
  role: Role;
  track: string;
  /** Terms of scripts and packs; those with a negation or a number help nowhere. */
  hotWords?: readonly string[];
  /** Five to eight product words for the prompt of the second look. Without them the prompt stays plain and only repair helps. */
  promptWords?: readonly string[];
  /** A second, wider look at segments whose mean log-probability is below −.2; default true. */
  secondLook?: boolean;
};
export type TranscribeRequest = TrackRequest & {
  /** Raw s16le mono 16 kHz file. */
  pcmPath: string;
  /** Two voices on this track told apart (`speaker.turn`): no utterance spans two voices, each has its voice's role. */
  turns?: readonly SpeakerTurn[];
};

/** One stretch of talk to be understood. */
export type Hearing = { request: TrackRequest; role: Role; pcm: Pcm; stretch: Span; signal: AbortSignal };
/** What a first look says; `settle` looks again where that was weak. Both give `speech.text` or `speech.rejected`. */
export type Look = { fact: FactDraft; settle?: () => Promise<FactDraft> };
/** What hears: models, or a stand-in in tests. */
export type Listener = { voice(): FrameVoice; first(hearing: Hearing): Promise<Look> };

export type SpeechRun = { signal: AbortSignal; progress(done: number): void; emit(fact: FactDraft): void };
/** Lets one piece of work at a time use the models. */
export type InTurn = <T>(work: () => Promise<T>) => Promise<T>;
const atOnce: InTurn = (work) => work();

const vadShare = 0.1;

/** Everything said on one track: talk spans, utterances with character times, and what was refused and why. */
export const transcribe = async (
  listener: Listener,
  request: TranscribeRequest,
  run: SpeechRun & { inTurn?: InTurn },
): Promise<void> => {
  const pcm = openPcm(request.pcmPath);
  const inTurn = run.inTurn ?? atOnce;
  try {
    const stretches = await findVoices(
      listener,
      { request, pcm },
      { ...run, progress: (done) => run.progress(done * vadShare) },
    );
    for (const [index, { stretch, role }] of stretches.entries()) {
      run.signal.throwIfAborted();
      run.emit(await inTurn(() => settled(listener, { request, role, pcm, stretch, signal: run.signal })));
      run.progress(vadShare + ((1 - vadShare) * (index + 1)) / stretches.length);
    }
    run.progress(1);
  } finally {
    pcm.close();
  }
};

const settled = async (listener: Listener, hearing: Hearing): Promise<FactDraft> => {
  const look = await listener.first(hearing);
  return utteranceFact(await (look.settle?.() ?? look.fact), hearing);
};

/** The fact with the key of its utterance, by which a correction finds what it corrects. */
export const utteranceFact = (fact: FactDraft, { request, stretch }: Hearing): FactDraft => ({
  ...fact,
  utterance: `${request.track}:${stretch.startMs}`,
});

type Track = { request: TranscribeRequest; pcm: Pcm };

/** Talk of a track: emits `voice.active`, returns the stretches to be recognised with the role of who speaks. */
export const findVoices = async (
  listener: Pick<Listener, 'voice'>,
  { request, pcm }: Track,
  run: SpeechRun,
): Promise<{ stretch: Span; role: Role }[]> => {
  const probabilities = await speechProbabilities(listener.voice(), pcm, run);
  const found = segmentsOf(probabilities);
  for (const span of found.spans) run.emit(activeFact(clip(span, pcm), request));
  const stretches: Certain['stretches'] = found.stretches.map((stretch) => clip(stretch, pcm));
  if (request.turns === undefined) return stretches.map((stretch) => ({ stretch, role: request.role }));
  return stretchesByVoice(
    found.spans.map((span) => clip(span, pcm)),
    request.turns,
  );
};

/** The last frame of a recording may be part silence that is not there. */
export const clip = (span: Span, pcm: { durationMs: number }): Span => ({
  startMs: span.startMs,
  endMs: Math.min(span.endMs, pcm.durationMs),
});

export const activeFact = (span: Span, request: TrackRequest): FactDraft => ({
  t: span.startMs,
  end: span.endMs,
  kind: 'state',
  name: 'voice.active',
  value: true,
  role: request.role,
  track: request.track,
  detector: 'speech/silero-vad@6',
});
