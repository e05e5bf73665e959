import { serveEngine } from '@mingjian/detector-core';
import { liveSessions } from './live-sessions.ts';
import { standIn } from './stand-in.fixture.ts';
import { openTurns } from './turns.ts';

/** The live half of the engine with a stand-in for the models, for tests of what happens when the process dies. */
const live = liveSessions(openTurns());
type Call<T> = { request: T };
type Context = { signal: AbortSignal; send(event: unknown): void };
serveEngine({
  live: ({ request }: Call<Parameters<typeof live.open>[1]>, context: Context) =>
    live.open(standIn(), request, context),
  livePush: ({ request }: Call<{ id: string; bytes: Uint8Array }>) => live.push(request.id, request.bytes),
  liveStop: ({ request }: Call<{ id: string }>) => live.stop(request.id),
});
