import { spot } from '@mingjian/signal/ctc.ts';
import type { FactDraft } from '@mingjian/timeline';
import { type Edge, edgePosteriors, labelsOf } from './edge.ts';
import type { LoadedSpeech } from './engine.ts';
import { spoken } from './errors.ts';
import { openPcm, type Pcm, sampleRateHz } from './pcm.ts';
import { syllables } from './repair.ts';
import { transcribe } from './transcribe.ts';

export type ExpectedRequest = { pcmPath: string; text: string };
export type Opinions = { speech: LoadedSpeech; edge: Edge | undefined };
type Run = { signal: AbortSignal; progress(done: number): void; emit(fact: FactDraft): void };

const readFrom = 0.75;
const sureFrom = 0.9;
const edgeFrom = -4.2;
const edgeLongestMs = 30000;

/**
 * Was this text read? Share of its toneless syllables found in order in the transcript. From 90 % on it was read, below
 * 75 % it was not; between them edge-CTC decides when it is here and the sound is at most 30 s, else it was read.
 */
export const expected = async (opinions: Opinions, request: ExpectedRequest, run: Run): Promise<void> => {
  const heard: FactDraft[] = [];
  await transcribe(
    opinions.speech.listener,
    { pcmPath: request.pcmPath, role: 'unknown', track: 'a0' },
    { signal: run.signal, progress: run.progress, emit: (fact) => heard.push(fact) },
  );
  const texts = heard.filter((fact) => fact.name === 'speech.text');
  const score = syllableShare(request.text, texts.map((fact) => fact.text ?? '').join(''));
  const pcm = openPcm(request.pcmPath);
  try {
    const read = score >= sureFrom || (score >= readFrom && (await edgeAgrees(opinions.edge, pcm, request.text)));
    run.emit({
      t: texts[0]?.t ?? 0,
      end: texts.at(-1)?.end ?? pcm.durationMs,
      kind: 'event',
      name: 'speech.expected',
      text: request.text,
      read,
      score: Math.round(score * 1000) / 1000,
      detector: 'speech/whisper-base@q8',
      model: opinions.speech.version,
    });
  } finally {
    pcm.close();
  }
};

const edgeAgrees = async (edge: Edge | undefined, pcm: Pcm, text: string): Promise<boolean> => {
  const labels = edge === undefined ? undefined : labelsOf(edge, text);
  if (edge === undefined || labels === undefined || pcm.durationMs > edgeLongestMs) return true;
  const posteriors = await edgePosteriors(edge, pcm.read(0, (edgeLongestMs * sampleRateHz) / 1000));
  return (spot(posteriors, labels)?.score ?? Number.NEGATIVE_INFINITY) >= edgeFrom;
};

/** Longest common subsequence of toneless syllables over the length of `wanted`, 0–1; of two readings of digits the better one. */
export const syllableShare = (wanted: string, heard: string): number =>
  Math.max(
    ...(['value', 'each'] as const).map((reading) => shareOf(soundsOf(wanted, reading), soundsOf(heard, reading))),
  );

const shareOf = (a: readonly string[], b: readonly string[]): number => {
  let row = new Array<number>(b.length + 1).fill(0);
  for (const sound of a) {
    const next = [0];
    for (let j = 1; j <= b.length; j++) {
      next.push(sound === b[j - 1] ? (row[j - 1] as number) + 1 : Math.max(row[j] as number, next[j - 1] as number));
    }
    row = next;
  }
  return a.length === 0 ? 0 : (row.at(-1) as number) / a.length;
};
/** Toneless syllables of a text as it is spoken: 1.2% is 百分之一点二. */
export const soundsOf = (text: string, reading: 'value' | 'each'): string[] => syllables(spoken(text, reading));
