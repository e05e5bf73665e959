import type { Capability } from '@mingjian/detector-core';
import type { FactDraft, Word } from '@mingjian/timeline';
import { isLoop } from '../beam.ts';
import { marginMs } from '../margin.ts';
import { openPcm, sampleRateHz } from '../pcm.ts';
import { repair } from '../repair.ts';
import type { Span } from '../segments.ts';
import { simplify } from '../simplify.ts';
import type { SpeechRun, TranscribeRequest } from '../transcribe.ts';

/** What another recogniser says about one stretch of talk; times in ms from the beginning of its sound. */
export type Recognised = {
  text: string;
  words?: Word[];
  /** Mean natural log-probability per token, when the recogniser gives one. */
  meanLogProb?: number;
  /** 0–1: how likely nobody speaks, when the recogniser gives it. */
  noSpeech?: number;
  /** ISO 639-1, when the recogniser says it. */
  language?: string;
};

/** A recogniser that is not our own, behind the same facts: it gets talk stretch by stretch. */
export type Recogniser = {
  name: string;
  /** `speech/http:whisper-1` */
  detector: string;
  /** `speech.transcribe` by this recogniser, with the reason when it cannot be used. */
  capability(): Capability;
  /** 16 kHz samples −1..1, at most 12 s. Rejects with what happened, to which recogniser, and what to do. */
  recognise(samples: Float32Array, options: { signal: AbortSignal; prompt?: string }): Promise<Recognised>;
  stop?(): Promise<void>;
};

type Stretch = { stretch: Span; role: TranscribeRequest['role'] };
/** Finds talk: `Speech.voices` of this package, which needs no recogniser. */
export type FindVoices = (request: TranscribeRequest, run: SpeechRun) => Promise<Stretch[]>;

const voicesShare = 0.1;

/** The facts of `transcribe` with another recogniser: the same talk spans, the same gates, the same repair. */
export const transcribeWith = async (
  recogniser: Recogniser,
  request: TranscribeRequest,
  { run, voices }: { run: SpeechRun; voices: FindVoices },
): Promise<void> => {
  const stretches = await voices(request, { ...run, progress: (done) => run.progress(done * voicesShare) });
  const pcm = openPcm(request.pcmPath);
  const words = request.promptWords ?? [];
  try {
    for (const [index, { stretch, role }] of stretches.entries()) {
      run.signal.throwIfAborted();
      const fromMs = Math.max(0, stretch.startMs - marginMs);
      const samples = pcm.read((fromMs * sampleRateHz) / 1000, ((stretch.endMs + marginMs) * sampleRateHz) / 1000);
      const options = { signal: run.signal, ...(words.length === 0 ? {} : { prompt: `${words.join('、')}。` }) };
      const heard = await recogniser.recognise(samples, options);
      run.emit(recognisedFact(heard, { recogniser, request: { ...request, role }, stretch, fromMs }));
      run.progress(voicesShare + ((1 - voicesShare) * (index + 1)) / stretches.length);
    }
  } finally {
    pcm.close();
  }
};

type Frame = {
  recogniser: Pick<Recogniser, 'detector' | 'capability'>;
  request: TranscribeRequest;
  stretch: Span;
  fromMs: number;
};

/** One answer as `speech.text`, or `speech.rejected` with the gate that refused it. */
export const recognisedFact = (heard: Recognised, { recogniser, request, stretch, fromMs }: Frame): FactDraft => {
  const model = recogniser.capability().model;
  const frame = {
    t: stretch.startMs,
    end: stretch.endMs,
    role: request.role,
    track: request.track,
    detector: recogniser.detector,
    ...(model === null ? {} : { model }),
    utterance: `${request.track}:${stretch.startMs}`,
  };
  const rawText = simplify(heard.text).trim();
  const reason = refusalOf({ ...heard, text: rawText });
  if (reason !== undefined) return { ...frame, kind: 'event', name: 'speech.rejected', reason };
  const text = repair(rawText, request.hotWords ?? []);
  const shifted = (heard.words ?? []).map((w) => ({ ...w, startMs: w.startMs + fromMs, endMs: w.endMs + fromMs }));
  return {
    ...frame,
    kind: 'utterance',
    name: 'speech.text',
    text,
    rawText,
    ...(shifted.length === 0 ? {} : { words: shifted }),
    ...(heard.meanLogProb === undefined ? {} : certainty(heard.meanLogProb)),
  };
};

const round = (x: number): number => Math.round(x * 1000) / 1000;
const certainty = (meanLogProb: number) => ({
  confidence: round(Math.exp(meanLogProb)),
  measures: { meanLogProb: round(meanLogProb) },
});

const rejectBelow = -0.8;
const noSpeechFrom = 0.6;
const refusalOf = ({ text, language, meanLogProb, noSpeech }: Recognised): string | undefined => {
  const characters = [...text].filter((c) => /[\p{L}\p{N}]/u.test(c));
  if (language !== undefined && !/^(zh|yue|cmn)/.test(language)) return `not Mandarin (${language})`;
  if (characters.length === 0 || (noSpeech ?? 0) >= noSpeechFrom) return 'not speech';
  const looped = isLoop(characters.map((c) => c.codePointAt(0) as number));
  return looped || (meanLogProb ?? 0) < rejectBelow ? 'too uncertain' : undefined;
};
