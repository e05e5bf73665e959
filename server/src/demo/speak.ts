import type { Voices } from '@mingjian/voices';
import type { DemoScript, DemoTurn } from './script.ts';

/** When a turn is heard, ms from the start of the recording. */
export type SpokenTurn = { role: DemoTurn['role']; text: string; startMs: number; endMs: number };
export type SpokenSession = { left: Float32Array; right: Float32Array; sampleRateHz: number; turns: SpokenTurn[] };
export type SpeakRun = { voices: Voices; signal?: AbortSignal; onProgress?(done: number): void };

const leadMs = 700;
const tailMs = 900;
/** People answer after about this long; the pieces of speech bring some silence of their own. */
const pauses = { sameSpeakerMs: 180, otherSpeakerMs: 350 } as const;

const pauseBefore = (turn: DemoTurn, before: DemoTurn | undefined): number =>
  turn.pauseMs ?? (before?.role === turn.role ? pauses.sameSpeakerMs : pauses.otherSpeakerMs);

/** Speaks all turns one after the other, the agent on the left channel and the customer on the right. */
export const speakSession = async (script: DemoScript, run: SpeakRun): Promise<SpokenSession> => {
  const pieces: { pcm: Float32Array; turn: DemoTurn }[] = [];
  let sampleRateHz = 24_000;
  for (const [index, turn] of script.turns.entries()) {
    run.signal?.throwIfAborted();
    const speech = await run.voices.speak(turn.text, {
      voice: script.voices[turn.role],
      speed: turn.speed ?? 1.05,
      ...(run.signal === undefined ? {} : { signal: run.signal }),
    });
    sampleRateHz = speech.sampleRateHz;
    pieces.push({ pcm: speech.pcm, turn });
    run.onProgress?.((index + 1) / script.turns.length);
  }
  return laidOut(pieces, sampleRateHz);
};

const laidOut = (pieces: { pcm: Float32Array; turn: DemoTurn }[], sampleRateHz: number): SpokenSession => {
  let atMs = leadMs;
  const turns = pieces.map(({ pcm, turn }, index) => {
    if (index > 0) atMs += pauseBefore(turn, pieces[index - 1]?.turn);
    const startMs = Math.round(atMs);
    atMs += (pcm.length / sampleRateHz) * 1000;
    return { role: turn.role, text: turn.text, startMs, endMs: Math.round(atMs) };
  });
  const length = Math.ceil(((atMs + tailMs) / 1000) * sampleRateHz);
  const [left, right] = [roomNoise(length, 1), roomNoise(length, 2)];
  pieces.forEach(({ pcm, turn }, index) => {
    const track = turn.role === 'agent' ? left : right;
    const from = Math.round(((turns[index]?.startMs ?? 0) / 1000) * sampleRateHz);
    for (let i = 0; i < pcm.length && from + i < length; i++) track[from + i]! += pcm[i]!;
  });
  return { left, right, sampleRateHz, turns };
};

/** A quiet hiss at about −66 dBFS: digital silence would read as a dropped-out microphone. Repeatable. */
const roomNoise = (length: number, seed: number): Float32Array => {
  let state = seed * 2_654_435_761;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state / 2 ** 32 - 0.5) * 0.0017;
  });
};
