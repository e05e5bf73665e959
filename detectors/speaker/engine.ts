import { serveEngine } from '@mingjian/detector-core';
import { changeRows, changesOf } from './change.ts';
import { loadNetwork } from './network.ts';
import { separate, separationRows } from './separate.ts';
import type { Span } from './sound.ts';
import { type LoadedSpeaker, takeVoice, type VoiceSample } from './voice.ts';
import { windowsOf } from './windows.ts';

/** Where the model lies; sent with each call, loaded once. */
export type EngineModels = { networkFile: string; version: string };
export type TrackSpans = { pcmPath: string; spans: readonly Span[]; assumeTwo?: boolean };

let loading: Promise<LoadedSpeaker> | undefined;
const loaded = (models: EngineModels): Promise<LoadedSpeaker> => {
  loading ??= loadNetwork(models.networkFile)
    .then((network) => ({ network, version: models.version }))
    .catch((error) => {
      loading = undefined;
      throw error;
    });
  return loading;
};

type Call<T> = { models: EngineModels; request: T };

serveEngine({
  voice: async ({ models, request }: Call<VoiceSample>) => takeVoice(await loaded(models), request),
  separate: async ({ models, request }: Call<TrackSpans>) =>
    separate(await windowsOf((await loaded(models)).network, request, separationRows), request),
  changes: async ({ models, request }: Call<TrackSpans>) =>
    changesOf(await windowsOf((await loaded(models)).network, request, changeRows)),
});
