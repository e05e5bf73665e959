import { fileURLToPath } from 'node:url';
import { type Capability, type DetectorRun, type Engine, startEngine } from '@mingjian/detector-core';
import { resolveModel } from '@mingjian/models';
import type { FactDraft, Role } from '@mingjian/timeline';
import type { AnswerRequest } from './answer.ts';
import type { EngineModels } from './engine.ts';
import type { ExpectedRequest } from './expected.ts';
import type { LiveRequest } from './live.ts';
import { type LiveSpeech, type LiveSpeechRun, openLive } from './open-live.ts';
import type { PhraseRequest } from './phrases.ts';
import type { ScriptRequest } from './script.ts';
import type { Span } from './segments.ts';
import type { TranscribeRequest } from './transcribe.ts';

export { emotionCapability } from './emotion.ts';
export { type TalkOptions, talkFacts } from './talk.ts';
export { type Help, helpFor } from './terms.ts';
export type { SpeakerTurn } from './voices.ts';
export type {
  AnswerRequest,
  ExpectedRequest,
  LiveRequest,
  LiveSpeech,
  LiveSpeechRun,
  PhraseRequest,
  TranscribeRequest,
};

/** Mandarin speech to facts. Every call rejects with the reason when its capability is not available, or when aborted. */
export type Speech = {
  /** `speech.transcribe` and `speech.phrase`, each with a reason when it is not here. */
  capabilities(): Capability[];
  /** Emits `voice.active`, `speech.text` and `speech.rejected`. */
  transcribe(request: TranscribeRequest, run: DetectorRun): Promise<void>;
  /** Emits `voice.active` only; returns the stretches that would be recognised. Needs no recogniser. */
  voices(request: TranscribeRequest, run: DetectorRun): Promise<{ stretch: Span; role: Role }[]>;
  /** One track while it is spoken: the facts of `transcribe`, however the bytes are cut; provisional ones are replaced. */
  openLive(request: LiveRequest, run: LiveSpeechRun): Promise<LiveSpeech>;
  /** Emits one `speech.phrase` per place where a phrase is said. Needs edge-CTC. */
  phrases(request: PhraseRequest, run: DetectorRun): Promise<void>;
  /** Emits one `speech.expected`: whether the text was read. */
  expected(request: ExpectedRequest, run: DetectorRun): Promise<void>;
  /** Emits one `speech.expected` per sentence: whether it was read, when and how fast. */
  script(request: ScriptRequest, run: DetectorRun): Promise<void>;
  /** Emits one `speech.answer`: yes, no or unclear. */
  answer(request: AnswerRequest, run: DetectorRun): Promise<void>;
  stop(): Promise<void>;
  /** Highest resident memory of the engine's process, bytes. */
  peakRssBytes(): number;
};

/** Nothing is loaded before the first call; the models are then shared by all calls. */
export const openSpeech = (options: { threads?: number } = {}): Speech => {
  const engine = startEngine(fileURLToPath(new URL('./engine.ts', import.meta.url)), { name: 'speech' });
  const threads = options.threads ?? 2;
  const call = async <T = void>(method: string, request: unknown, run: DetectorRun): Promise<T> =>
    (await callEngine(engine, { method, request, run, threads })) as T;
  return {
    capabilities,
    transcribe: (request, run) => call('transcribe', request, run),
    voices: (request, run) => call('voices', request, run),
    openLive: async (request, run) => {
      need('speech.transcribe');
      return openLive(request, run, { engine, models: () => engineModels(threads) });
    },
    phrases: (request, run) => call('phrases', request, run),
    expected: (request, run) => call('expected', request, run),
    script: (request, run) => call('script', request, run),
    answer: (request, run) => call('answer', request, run),
    stop: () => engine.stop(),
    peakRssBytes: () => engine.peakRssBytes(),
  };
};

type EngineCall = { method: string; request: unknown; run: DetectorRun; threads: number };

const neededBy: Record<string, string> = { phrases: 'speech.phrase', voices: 'speech.activity' };
const need = (wanted: string): void => {
  const missing = [...capabilities(), capability('speech.activity', ['silero-vad'])].find((c) => c.name === wanted);
  if (missing?.available === false) throw new Error(`${wanted} is not available: ${missing.reason}`);
};

const callEngine = async (engine: Engine, { method, request, run, threads }: EngineCall): Promise<unknown> => {
  need(neededBy[method] ?? 'speech.transcribe');
  return engine.call(
    method,
    { models: engineModels(threads), request },
    {
      signal: run.signal,
      onEvent: (event) => {
        const { fact, done } = event as { fact?: FactDraft; done?: number };
        if (fact !== undefined) run.emit(fact);
        if (done !== undefined) run.progress(done);
      },
    },
  );
};

const engineModels = (threads: number): EngineModels => {
  const whisper = resolveModel('whisper-base');
  const vad = resolveModel('silero-vad');
  const edge = resolveModel('edge-ctc');
  return {
    whisperDir: whisper.available ? whisper.dir : '',
    vadFile: vad.available ? vad.file('silero_vad.onnx') : '',
    version: whisper.available ? whisper.version : '',
    threads,
    ...(edge.available
      ? {
          edge: {
            network: edge.file('fsmn_kws.onnx'),
            tokens: edge.file('tokens_2599.txt'),
            shift: edge.file('am.mvn.dim80_l2r2'),
            version: edge.version,
          },
        }
      : {}),
  };
};

const capabilities = (): Capability[] => [
  capability('speech.transcribe', ['whisper-base', 'silero-vad']),
  capability('speech.phrase', ['edge-ctc']),
];

const capability = (name: string, needed: readonly string[]): Capability => {
  const models = needed.map((model) => resolveModel(model));
  const missing = models.find((model) => !model.available);
  if (missing !== undefined && !missing.available) {
    return { name, available: false, model: null, reason: `${missing.name}: ${missing.reason}; ${missing.fix}` };
  }
  const first = models[0];
  return { name, available: true, model: first?.available === true ? first.version : null };
};
