import type { Engine } from '@mingjian/detector-core';
import type { FactDraft } from '@mingjian/timeline';
import type { LiveRequest } from './live.ts';

export type LiveSpeech = {
  /** Raw s16le mono 16 kHz sound in pieces of any size. Resolves when it has been taken: wait for it, or sound piles up. */
  push(bytes: Uint8Array): Promise<void>;
  /** The sound is over: resolves when every fact has been written. */
  stop(): Promise<void>;
  /** Sound that was pushed so far, ms on the media clock. */
  heardMs(): number;
};
export type LiveSpeechRun = {
  signal: AbortSignal;
  emit(fact: FactDraft): void;
  /** The watermark: facts that begin before this time are in their last form, ms. */
  settled?(ms: number): void;
};
type Options = { engine: Engine; models(): unknown };

const bytesPerMs = 32;
/** An engine that dies again within so much sound is not started once more: the capability is off from there. */
const mostCrashes = 3;

let nextId = 1;

/**
 * One track while it is spoken, in the engine's process. When that process dies, the sound that it had not settled is lost: a
 * `speech.gap` says from where to where, and a fresh process goes on from there.
 */
export const openLive = async (
  request: LiveRequest,
  run: LiveSpeechRun,
  { engine, models }: Options,
): Promise<LiveSpeech> => {
  const startMs = request.offsetMs ?? 0;
  let settledMs = startMs;
  let pushedBytes = 0;
  let crashes = 0;
  let off: Error | undefined;
  /** After the last sound no fresh process is needed: a death then only says what it cost. */
  let phase: 'open' | 'stopping' | 'stopped' = 'open';
  let current = '';
  let opening: Promise<void> = Promise.resolve();
  const heardMs = () => startMs + Math.floor(pushedBytes / bytesPerMs);

  const settle = (ms: number) => {
    if (ms <= settledMs) return;
    settledMs = ms;
    run.settled?.(ms);
  };
  const begin = (offsetMs: number): Promise<void> => {
    const id = `${process.pid}-${nextId++}`;
    current = id;
    return new Promise<void>((resolve) => {
      engine
        .call(
          'live',
          { models: models(), request: { ...request, offsetMs, id } },
          {
            signal: run.signal,
            onEvent: (event) => {
              const { fact, settled, opened } = event as { fact?: FactDraft; settled?: number; opened?: boolean };
              if (opened === true) resolve();
              if (fact !== undefined) run.emit(fact);
              if (settled !== undefined && settled > settledMs) {
                crashes = 0;
                settle(settled);
              }
            },
          },
        )
        .catch((error: Error) => {
          if (id === current && phase !== 'stopped' && !run.signal.aborted) lost(error);
          resolve();
        });
    });
  };
  /** Says what was lost, and goes on with a fresh process behind it. */
  const lost = (error: Error) => {
    const end = heardMs();
    run.emit(gapFact(request, { t: settledMs, end, reason: error.message }));
    settle(end);
    crashes++;
    if (phase === 'stopping') {
      current = '';
      return;
    }
    if (crashes < mostCrashes) {
      // An odd byte belongs to a sample of which half was lost with the old process.
      pushedBytes += pushedBytes % 2;
      opening = begin(end);
      return;
    }
    off = error;
    current = '';
    run.emit({
      ...gapFact(request, { t: end, reason: error.message }),
      kind: 'capability',
      name: 'speech.transcribe',
      value: false,
    });
  };
  const deliver = async (method: 'livePush' | 'liveStop', argument: { bytes?: Uint8Array }): Promise<void> => {
    await opening;
    run.signal.throwIfAborted();
    if (off !== undefined) return;
    const id = current;
    await engine.call(method, { request: { id, ...argument } }, { signal: run.signal }).catch((error: Error) => {
      // The call that opened the track reports the loss; anything else is ours.
      if (id === current && off === undefined) throw error;
    });
  };
  let line = Promise.resolve();
  const inOrder = (step: () => Promise<void>): Promise<void> => {
    line = line.then(step);
    return line;
  };
  opening = begin(startMs);
  await opening;
  return {
    push: (bytes) =>
      inOrder(() => {
        pushedBytes += bytes.length;
        return deliver('livePush', { bytes });
      }),
    stop: () =>
      inOrder(async () => {
        phase = 'stopping';
        await deliver('liveStop', {});
        phase = 'stopped';
        if (off !== undefined && heardMs() > settledMs)
          run.emit(gapFact(request, { t: settledMs, end: heardMs(), reason: off.message }));
      }),
    heardMs,
  };
};

type Lost = { t: number; end?: number; reason: string };
/** `speech.gap`: sound that was there and was not understood; nothing may be called missing in it. */
const gapFact = (request: LiveRequest, { t, end, reason }: Lost): FactDraft => ({
  t,
  ...(end === undefined ? {} : { end }),
  kind: 'state',
  name: 'speech.gap',
  value: true,
  role: request.role,
  track: request.track,
  detector: 'speech/whisper-base@q8',
  reason,
});
