import { serveEngine } from '@mingjian/detector-core';
import { type AnswerRequest, answer } from './answer.ts';
import { type Edge, type EdgeFiles, loadEdge } from './edge.ts';
import { type ExpectedRequest, expected } from './expected.ts';
import { type PhraseRequest, phrases } from './phrases.ts';
import { type LoadedSpeech, type TranscribeRequest, transcribe } from './transcribe.ts';
import { loadVad } from './vad.ts';
import { loadWhisper } from './whisper.ts';

/** Where the models lie; sent with each call, loaded once. Edge-CTC is optional. */
export type EngineModels = {
  whisperDir: string;
  vadFile: string;
  version: string;
  threads: number;
  edge?: EdgeFiles;
};

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
const speechOf = once<LoadedSpeech>(async (models) => ({
  whisper: await loadWhisper(models.whisperDir, models.threads),
  vad: await loadVad(models.vadFile),
  version: models.version,
}));
const loadedEdge = once<Edge>((models) => loadEdge(models.edge as EdgeFiles, models.threads));
const edgeOf = async (models: EngineModels): Promise<Edge | undefined> =>
  models.edge === undefined ? undefined : loadedEdge(models);
const opinionsOf = async (models: EngineModels) => ({ speech: await speechOf(models), edge: await edgeOf(models) });

type Call<T> = { models: EngineModels; request: T };
type Context = { signal: AbortSignal; send(event: unknown): void };
const runOf = ({ signal, send }: Context) => ({
  signal,
  progress: (done: number) => send({ done }),
  emit: (fact: unknown) => send({ fact }),
});

/** One call at a time: the models use all threads, and two calls at once would only slow each other. */
let tail: Promise<unknown> = Promise.resolve();
const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
  const mine = tail.then(work);
  tail = mine.catch(() => {});
  return mine;
};

serveEngine({
  transcribe: ({ models, request }: Call<TranscribeRequest>, context: Context) =>
    inTurn(async () => transcribe(await speechOf(models), request, runOf(context))),
  phrases: ({ models, request }: Call<PhraseRequest>, context: Context) =>
    inTurn(async () => phrases(await edgeOf(models), request, runOf(context))),
  expected: ({ models, request }: Call<ExpectedRequest>, context: Context) =>
    inTurn(async () => expected(await opinionsOf(models), request, runOf(context))),
  answer: ({ models, request }: Call<AnswerRequest>, context: Context) =>
    inTurn(async () => answer(await opinionsOf(models), request, runOf(context))),
});
