import { type Posteriors, spot } from '@mingjian/signal/ctc.ts';
import type { FactDraft, Role } from '@mingjian/timeline';
import { type Edge, edgeFrameMs, edgePosteriors, labelsOf } from './edge.ts';
import { type Opinions, soundsOf } from './expected.ts';
import { openPcm, type Pcm, sampleRateHz } from './pcm.ts';
import { type Place, placeOf } from './place.ts';
import { transcribe } from './transcribe.ts';

export type ScriptRequest = {
  pcmPath: string;
  /** Sentences of a script, each judged by itself. */
  sentences: readonly string[];
  role?: Role;
  track?: string;
};
type Run = { signal: AbortSignal; progress(done: number): void; emit(fact: FactDraft): void };

const windowMs = 20000;
const overlapMs = 2000;
const padMs = 300;
const sureFrom = 0.9;
const readFrom = 0.75;
const halfFrom = 0.5;
/** Own sentences score −3.6 … 0 in edge-CTC, others −5.1 and less (reference measurement); here −1.1 and more against −8.6 and less. */
const edgeFrom = -4.2;
const edgeSureFrom = -2.5;

/**
 * Which sentences of a script were read, when and how fast: one `speech.expected` each. The transcript says how many of the
 * syllables were said in order; edge-CTC, when it is here, decides between 75 % and 90 %, clears a badly understood half, and gives the time to 30 ms.
 */
export const script = async (opinions: Opinions, request: ScriptRequest, run: Run): Promise<void> => {
  const heard: FactDraft[] = [];
  const track = { role: request.role ?? ('unknown' as const), track: request.track ?? 'a0' };
  await transcribe(
    opinions.speech.listener,
    { pcmPath: request.pcmPath, ...track },
    {
      signal: run.signal,
      progress: (done) => run.progress(done * 0.9),
      emit: (fact) => {
        if (fact.name === 'speech.text') heard.push(fact);
      },
    },
  );
  const pcm = openPcm(request.pcmPath);
  try {
    const posteriors = opinions.edge === undefined ? undefined : await wholePosteriors(opinions.edge, pcm, run.signal);
    for (const text of request.sentences) {
      const placed = placeOf(text, heard);
      const edged = opinions.edge === undefined ? undefined : edgePlace(opinions.edge, posteriors ?? [], text);
      run.emit({
        ...track,
        ...judged(text, { placed, edged, durationMs: pcm.durationMs }),
        detector: 'speech/whisper-base@q8',
        model: opinions.speech.version,
      });
    }
    run.progress(1);
  } finally {
    pcm.close();
  }
};

type EdgePlace = { score: number; t: number; end: number };
type Judging = { placed: Place | undefined; edged: EdgePlace | undefined; durationMs: number };

const judged = (text: string, { placed, edged, durationMs }: Judging) => {
  const score = placed?.share ?? 0;
  const edgeScore = edged?.score ?? edgeFrom;
  const read =
    score >= sureFrom ||
    (score >= readFrom && edgeScore >= edgeFrom) ||
    (score >= halfFrom && edgeScore >= edgeSureFrom);
  const at = !read ? { t: 0, end: durationMs } : edged !== undefined && edged.score >= edgeFrom ? edged : placed;
  const { t = 0, end = durationMs } = at ?? {};
  const characters = soundsOf(text, 'value').length;
  return {
    t,
    end,
    kind: 'event' as const,
    name: 'speech.expected',
    text,
    read,
    score: Math.round(score * 1000) / 1000,
    ...(read ? { measures: { charactersPerMinute: Math.round((characters * 60000) / Math.max(1, end - t)) } } : {}),
  };
};

/** Posteriors of a whole recording, 30 ms a row, put together from windows of which the borders are left out. */
const wholePosteriors = async (edge: Edge, pcm: Pcm, signal: AbortSignal): Promise<Posteriors> => {
  const rows: Float32Array[] = [];
  const perMs = sampleRateHz / 1000;
  for (let from = 0; from < pcm.durationMs; from += windowMs - overlapMs) {
    await new Promise(setImmediate);
    signal.throwIfAborted();
    const window = await edgePosteriors(edge, pcm.read(from * perMs, (from + windowMs) * perMs));
    const first = Math.round((from === 0 ? 0 : overlapMs / 2) / edgeFrameMs) + padMs / edgeFrameMs;
    const begin = Math.round((from + (from === 0 ? 0 : overlapMs / 2)) / edgeFrameMs);
    const last =
      from + windowMs >= pcm.durationMs ? window.length : Math.round((windowMs - overlapMs / 2 + padMs) / edgeFrameMs);
    rows.length = Math.min(rows.length, begin);
    rows.push(...window.slice(first, last));
  }
  return rows;
};

const edgePlace = (edge: Edge, posteriors: Posteriors, text: string): EdgePlace | undefined => {
  const labels = labelsOf(edge, text);
  const found = labels === undefined ? undefined : spot(posteriors, labels);
  return found === undefined
    ? undefined
    : { score: found.score, t: found.firstFrame * edgeFrameMs, end: (found.lastFrame + 1) * edgeFrameMs };
};
