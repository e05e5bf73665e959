import { type LiveRequest, type LiveTrack, openLiveTrack } from './live.ts';
import type { Listener } from './transcribe.ts';
import type { Turns } from './turns.ts';

type Context = { signal: AbortSignal; send(event: unknown): void };
type Session = { track: LiveTrack; end(error?: unknown): void };

/** The live tracks of this process by their id. `open` lasts until the track is stopped, cancelled or fails. */
export const liveSessions = (turns: Turns) => {
  const sessions = new Map<string, Session>();
  const sessionOf = (id: string): Session => {
    const session = sessions.get(id);
    if (session === undefined) throw new Error(`no live track ${id}: it was not opened, or it has ended`);
    return session;
  };
  /** A failure of the track ends the call that opened it. */
  const failing = async (session: Session, step: Promise<void>): Promise<void> => {
    try {
      await step;
    } catch (error) {
      session.end(error);
      throw error;
    }
  };
  return {
    open: (listener: Listener, request: LiveRequest & { id: string }, { signal, send }: Context): Promise<void> =>
      new Promise<void>((resolve, reject) => {
        const run = {
          signal,
          turns,
          emit: (fact: unknown) => send({ fact }),
          settled: (ms: number) => send({ settled: ms }),
        };
        const end = (error?: unknown) => {
          sessions.delete(request.id);
          if (error === undefined) resolve();
          else reject(error);
        };
        signal.addEventListener('abort', () => end(signal.reason), { once: true });
        sessions.set(request.id, { track: openLiveTrack(listener, request, run), end });
        send({ opened: true });
      }),
    push: async (id: string, bytes: Uint8Array): Promise<{ backlogMs: number }> => {
      const session = sessionOf(id);
      await failing(session, session.track.push(bytes));
      return { backlogMs: session.track.backlogMs() };
    },
    stop: async (id: string): Promise<void> => {
      const session = sessionOf(id);
      await failing(session, session.track.stop());
      session.end();
    },
  };
};
