import type { FactDraft } from '@mingjian/timeline';
import { growingPcm } from './growing-pcm.ts';
import { marginMs } from './margin.ts';
import { openSegmenter, type Span } from './segments.ts';
import {
  activeFact,
  clip,
  type Hearing,
  type Listener,
  type Look,
  type TrackRequest,
  utteranceFact,
} from './transcribe.ts';
import type { Turns } from './turns.ts';
import { frameSamples } from './vad.ts';

export type LiveRequest = TrackRequest & {
  /** Media time of the first sample, ms; default 0. */
  offsetMs?: number;
};
export type LiveRun = {
  signal: AbortSignal;
  emit(fact: FactDraft): void;
  /** Every fact that begins before this time has been written in its last form, ms on the media clock. */
  settled(ms: number): void;
  turns: Turns;
};
export type LiveTrack = {
  /** Raw s16le mono 16 kHz sound, in pieces of any size. Resolves when it has been looked at. */
  push(bytes: Uint8Array): Promise<void>;
  /** The sound is over: resolves when every fact has been written. */
  stop(): Promise<void>;
  /** Speech that waits for its second look, ms. */
  backlogMs(): number;
};

/** When more speech than this waits for its second look, that goes before new speech: so never much over 10 s wait. */
const mostBacklogMs = 5000;

/**
 * One track while it is spoken. Each stretch gets a first look as soon as it is over; a weak one is written as `provisional`
 * and heard again behind the live edge, and its second fact, with the same `utterance`, takes the place of the first. The
 * final facts are those of `transcribe` on the whole recording, however the bytes were cut.
 */
export const openLiveTrack = (listener: Listener, request: LiveRequest, run: LiveRun): LiveTrack => {
  const offsetMs = request.offsetMs ?? 0;
  const pcm = growingPcm();
  const voice = listener.voice();
  const segmenter = openSegmenter();
  let frames = 0;
  let ended = false;
  let waitingMs = 0;
  const waiting: Span[] = [];
  const open = new Set<Span>();
  const work: Promise<void>[] = [];
  let failure: unknown;

  const emit = (fact: FactDraft) => run.emit(shifted(fact, offsetMs));
  const report = () => {
    const earliest = Math.min(segmenter.settledMs(), ...[...waiting, ...open].map((span) => span.startMs));
    pcm.forget((earliest - marginMs) * 16);
    run.settled(earliest + offsetMs);
  };
  const done = (stretch: Span) => {
    open.delete(stretch);
    report();
  };
  const begin = (piece: Promise<void>) => {
    work.push(piece);
    piece.catch((error) => {
      failure ??= error;
    });
  };
  const inTurn = <T>(step: () => Promise<T>, urgency: () => number) =>
    run.turns.take(async () => {
      run.signal.throwIfAborted();
      return step();
    }, urgency);
  const hear = (stretch: Span) => {
    open.add(stretch);
    const hearing: Hearing = { request, role: request.role, pcm, stretch: clip(stretch, pcm), signal: run.signal };
    const first = inTurn(
      () => listener.first(hearing),
      () => 0,
    );
    begin(first.then((look) => finish(look, hearing, stretch)));
  };
  const finish = (look: Look, hearing: Hearing, stretch: Span): void => {
    const fact = utteranceFact(look.fact, hearing);
    if (look.settle === undefined) {
      emit(fact);
      done(stretch);
      return;
    }
    if (fact.name === 'speech.text') emit({ ...fact, provisional: true });
    const lengthMs = stretch.endMs - stretch.startMs;
    waitingMs += lengthMs;
    const again = inTurn(look.settle, () => (waitingMs > mostBacklogMs ? -1 : 1));
    begin(
      again.then((settled) => {
        waitingMs -= lengthMs;
        emit(utteranceFact(settled, hearing));
        done(stretch);
      }),
    );
  };
  /** A stretch is heard when the sound a little behind it is there too. */
  const release = () => {
    while (waiting.length > 0 && (ended || pcm.durationMs >= waiting[0]!.endMs + marginMs)) hear(waiting.shift()!);
  };
  const take = ({ spans, stretches }: { spans: Span[]; stretches: Span[] }) => {
    for (const span of spans) emit(activeFact(clip(span, pcm), request));
    waiting.push(...stretches);
  };
  const listenOn = async (last: boolean) => {
    while (pcm.samples - frames * frameSamples >= (last ? 1 : frameSamples)) {
      run.signal.throwIfAborted();
      if (failure !== undefined) throw failure;
      const at = frames++ * frameSamples;
      take(segmenter.push(await voice(pcm.read(at, Math.min(pcm.samples, at + frameSamples)))));
      release();
    }
    report();
  };

  let line = Promise.resolve();
  const inOrder = (step: () => Promise<void>): Promise<void> => {
    line = line.then(step);
    return line;
  };
  return {
    push: (bytes) =>
      inOrder(() => {
        pcm.append(bytes);
        return listenOn(false);
      }),
    stop: () =>
      inOrder(async () => {
        await listenOn(true);
        take(segmenter.close());
        ended = true;
        release();
        for (let i = 0; i < work.length; i++) await work[i];
        run.settled(pcm.durationMs + offsetMs);
      }),
    backlogMs: () => waitingMs,
  };
};

const shifted = (fact: FactDraft, offsetMs: number): FactDraft =>
  offsetMs === 0
    ? fact
    : {
        ...fact,
        t: fact.t + offsetMs,
        ...(fact.end === undefined ? {} : { end: fact.end + offsetMs }),
        ...(fact.words === undefined
          ? {}
          : { words: fact.words.map((w) => ({ ...w, startMs: w.startMs + offsetMs, endMs: w.endMs + offsetMs })) }),
        ...(fact.utterance === undefined ? {} : { utterance: `${fact.track}:${fact.t + offsetMs}` }),
      };
