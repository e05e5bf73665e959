/** What this machine can hear and see, and what is still arriving: models come in the background, one after the other. */
import { ensureModel, requiredModels } from '@mingjian/models';
import type { Database } from '../../platform/db/index.ts';
import { publish } from '../../platform/events/index.ts';
import type { Logger } from '../../platform/log/index.ts';
import { models } from './store.ts';

export type Capability = {
  name: string;
  model: string;
  available: boolean;
  state: 'arriving' | 'ready' | 'missing';
  done?: number;
  reason?: string;
};

export const capabilities = (dataDir: string): Capability[] =>
  models(dataDir).map(({ name: model, capability: name, state, receivedBytes, totalBytes, reason }) => ({
    ...{ name, model, available: state === 'ready' },
    state: state === 'ready' || state === 'arriving' ? state : 'missing',
    ...(state === 'arriving' && totalBytes ? { done: (receivedBytes ?? 0) / totalBytes } : {}),
    ...(state !== 'ready' && reason !== undefined ? { reason } : {}),
  }));

type Bring = { db: Database; dataDir: string; logger: Logger; signal: AbortSignal; say: (sentence: string) => void };
const TELL_MS = 1000;

/** Brings what is required and not here. A model that cannot be brought stays missing, with its reason in the list. */
export async function bringModels({ db, dataDir, logger, signal, say }: Bring): Promise<void> {
  const ready = new Set(
    models(dataDir)
      .filter(({ state }) => state === 'ready')
      .map(({ name }) => name),
  );
  let toldAt = 0;
  const tell = (name: string, isLast: boolean) => {
    if (!isLast && performance.now() - toldAt < TELL_MS) return;
    toldAt = performance.now();
    publish(db, { type: 'capability', to: null, data: { name } }).catch(() => {});
  };
  for (const name of requiredModels.filter((one) => !ready.has(one))) {
    if (signal.aborted) return;
    say(`model ${name} is arriving`);
    await ensureModel(name, { dataDir, signal, onProgress: () => tell(name, false) }).then(
      () => say(`model ${name} is ready`),
      (error: Error) => {
        if (!signal.aborted) logger.warn({ model: name, err: error }, 'a model could not be brought');
      },
    );
    tell(name, true);
  }
}
