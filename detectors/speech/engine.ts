import { serveEngine } from '@mingjian/detector-core';
import { type AnswerRequest, answer } from './answer.ts';
import { type Edge, type EdgeFiles, loadEdge } from './edge.ts';
import { type ExpectedRequest, expected } from './expected.ts';
import { whisperListener } from './hear.ts';
import { liveSessions } from './live-sessions.ts';
import { openPcm } from './pcm.ts';
import { type PhraseRequest, phrases } from './phrases.ts';
import { type ScriptRequest, script } from './script.ts';
import { findVoices, type Listener, type TranscribeRequest, transcribe } from './transcribe.ts';
import { openTurns } from './turns.ts';
import { frameVoice, loadVad } from './vad.ts';
import { loadWhisper, type Whisper } from './whisper.ts';

/** Where the models lie; sent with each call, loaded once. Edge-CTC is optional. */
export type EngineModels = {
  whisperDir: string;
  vadFile: string;
  version: string;
  threads: number;
  edge?: EdgeFiles;
};
export type LoadedSpeech = { whisper: Whisper; listener: Listener; version: string };

/** Loads once; a failed load is tried again by the next call. */
const once = <T>(load: (models: EngineModels) => Promise<T>) => {
  let loading: Promise<T> | undefined;
  return (models: EngineModels): Promise<T> => {
    loading ??= load(models).catch((error) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
};
const loadedVad = once((models) => loadVad(models.vadFile));
const voiceOf = async (models: EngineModels): Promise<Pick<Listener, 'voice'>> => {
  const vad = await loadedVad(models);
  return { voice: () => frameVoice(vad) };
};
const speechOf = once<LoadedSpeech>(async (models) => {
  const whisper = await loadWhisper(models.whisperDir, models.threads);
  const listener = { ...whisperListener(whisper, models.version), ...(await voiceOf(models)) };
  return { whisper, listener, version: models.version };
});
const loadedEdge = once<Edge>((models) => loadEdge(models.edge as EdgeFiles, models.threads));
const edgeOf = async (models: EngineModels): Promise<Edge | undefined> =>
  models.edge === undefined ? undefined : loadedEdge(models);
const opinionsOf = async (models: EngineModels) => ({ speech: await speechOf(models), edge: await edgeOf(models) });

/** The recogniser is loaded for phrases only to confirm them. */
const phraseEars = async (models: EngineModels, request: PhraseRequest) => ({
  edge: await edgeOf(models),
  ...(request.confirm === true && models.whisperDir !== '' ? { speech: await speechOf(models) } : {}),
});

type Call<T> = { models: EngineModels; request: T };
type Context = { signal: AbortSignal; send(event: unknown): void };
const runOf = ({ signal, send }: Context) => ({
  signal,
  progress: (done: number) => send({ done }),
  emit: (fact: unknown) => send({ fact }),
});

const turns = openTurns();
/** Work on recordings waits while somebody speaks live. */
const recording = 2;
const inTurn = <T>(work: () => Promise<T>): Promise<T> => turns.take(work, () => recording);
const live = liveSessions(turns);

serveEngine({
  transcribe: async ({ models, request }: Call<TranscribeRequest>, context: Context) =>
    transcribe((await speechOf(models)).listener, request, { ...runOf(context), inTurn }),
  voices: async ({ models, request }: Call<TranscribeRequest>, context: Context) => {
    const pcm = openPcm(request.pcmPath);
    try {
      return await findVoices(await voiceOf(models), { request, pcm }, runOf(context));
    } finally {
      pcm.close();
    }
  },
  phrases: ({ models, request }: Call<PhraseRequest>, context: Context) =>
    inTurn(async () => phrases(await phraseEars(models, request), request, runOf(context))),
  script: ({ models, request }: Call<ScriptRequest>, context: Context) =>
    inTurn(async () => script(await opinionsOf(models), request, runOf(context))),
  expected: ({ models, request }: Call<ExpectedRequest>, context: Context) =>
    inTurn(async () => expected(await opinionsOf(models), request, runOf(context))),
  answer: ({ models, request }: Call<AnswerRequest>, context: Context) =>
    inTurn(async () => answer(await opinionsOf(models), request, runOf(context))),
  live: async ({ models, request }: Call<Parameters<typeof live.open>[1]>, context: Context) =>
    live.open((await speechOf(models)).listener, request, context),
  livePush: ({ request }: { request: { id: string; bytes: Uint8Array } }) => live.push(request.id, request.bytes),
  liveStop: ({ request }: { request: { id: string } }) => live.stop(request.id),
});
