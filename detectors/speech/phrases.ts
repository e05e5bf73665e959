import { type Posteriors, type Spot, spot } from '@mingjian/signal/ctc.ts';
import type { FactDraft } from '@mingjian/timeline';
import { decode, plainPrompt } from './decode.ts';
import { type Edge, edgeFrameMs, edgePosteriors, labelsOf } from './edge.ts';
import type { LoadedSpeech } from './engine.ts';
import { openPcm, type Pcm, sampleRateHz } from './pcm.ts';
import { syllables } from './repair.ts';
import { simplify } from './simplify.ts';
import { encode, shortWindow } from './whisper.ts';

export type PhraseRequest = {
  pcmPath: string;
  phrases: readonly string[];
  /** Only what the full recogniser finds at the same place too; the facts then carry `confirmed: true`. Default false. */
  confirm?: boolean;
};
/** Edge-CTC finds; the full recogniser, when given, confirms. */
export type PhraseEars = { edge: Edge | undefined; speech?: LoadedSpeech };
type Run = { signal: AbortSignal; progress(done: number): void; emit(fact: FactDraft): void };

const windowMs = 20000;
const overlapMs = 4000;
const padMs = 300;
/** Recall 17 of 17 at 1 false alarm in 1.2 keyword-hours in the reference measurement; −1.5: 15 of 17 at none. */
const threshold = -2;

/** Looks for given phrases in the sound, every place where one is said. */
export const phrases = async ({ edge, speech }: PhraseEars, request: PhraseRequest, run: Run): Promise<void> => {
  if (edge === undefined) throw new Error('speech.phrase is not available: edge-ctc is not here');
  const pcm = openPcm(request.pcmPath);
  try {
    const lastEnd = new Map<string, number>();
    for (let from = 0; from < pcm.durationMs; from += windowMs - overlapMs) {
      await new Promise(setImmediate);
      run.signal.throwIfAborted();
      const samples = pcm.read((from * sampleRateHz) / 1000, ((from + windowMs) * sampleRateHz) / 1000);
      const posteriors = await edgePosteriors(edge, samples);
      for (const { text, t, end, score } of placesIn(edge, posteriors, { phrases: request.phrases, from })) {
        if (t < (lastEnd.get(text) ?? -1)) continue;
        lastEnd.set(text, end);
        if (
          request.confirm === true &&
          speech !== undefined &&
          !(await confirmed(speech, pcm, { text, t, end, score, run }))
        )
          continue;
        run.emit({
          t,
          end,
          kind: 'event',
          name: 'speech.phrase',
          text,
          score,
          ...(request.confirm === true && speech !== undefined ? { confirmed: true } : {}),
          detector: 'speech/edge-ctc',
          model: edge.version,
        });
      }
      run.progress(Math.min(1, (from + windowMs) / pcm.durationMs));
    }
  } finally {
    pcm.close();
  }
};

type Place = { text: string; t: number; end: number; score: number };

const placesIn = (
  edge: Edge,
  posteriors: Posteriors,
  { phrases, from }: { phrases: readonly string[]; from: number },
): Place[] =>
  phrases.flatMap((text) =>
    spotsOf(posteriors, labelsOf(edge, text) ?? []).map((found) => ({
      text,
      t: Math.max(0, from + found.firstFrame * edgeFrameMs - padMs),
      end: Math.max(0, from + (found.lastFrame + 1) * edgeFrameMs - padMs),
      score: Math.round(found.score * 1000) / 1000,
    })),
  );

/** Every place of `labels` above the threshold: the best one, then the best before and the best behind it. */
export const spotsOf = (posteriors: Posteriors, labels: readonly number[], offset = 0): Spot[] => {
  if (labels.length === 0 || posteriors.length < labels.length) return [];
  const best = spot(posteriors, labels);
  if (best === undefined || best.score < threshold) return [];
  const here = { ...best, firstFrame: best.firstFrame + offset, lastFrame: best.lastFrame + offset };
  return [
    ...spotsOf(posteriors.slice(0, best.firstFrame), labels, offset),
    here,
    ...spotsOf(posteriors.slice(best.lastFrame + 1), labels, here.lastFrame + 1),
  ];
};

const aroundMs = 1500;
/** A phrase of this many syllables may have one wrong in the recogniser's text, when edge-CTC heard it clearly. */
const forgivingFrom = 3;
const clearFrom = -1;

/** Whether the full recogniser writes the phrase, or its homophones, where edge-CTC found it. */
const confirmed = async (
  { whisper }: LoadedSpeech,
  pcm: Pcm,
  { text, t, end, score, run }: Place & { run: Run },
): Promise<boolean> => {
  const samples = pcm.read(((t - aroundMs) * sampleRateHz) / 1000, ((end + aroundMs) * sampleRateHz) / 1000);
  const sound = await encode(whisper, samples, shortWindow(samples.length));
  const heard = await decode(whisper, sound, { prompt: plainPrompt, signal: run.signal });
  return (
    !heard.loop && holds(simplify(whisper.vocabulary.decode(heard.tokens)), text, { forgiving: score >= clearFrom })
  );
};

/** Whether `text` holds the phrase by its toneless syllables in one piece; `forgiving`: one of three or more may be wrong. */
export const holds = (text: string, phrase: string, { forgiving }: { forgiving: boolean }): boolean => {
  const [heard, wanted] = [text, phrase].map((one) => syllables(one.replace(/[^\p{L}\p{N}]/gu, ''))) as [
    string[],
    string[],
  ];
  const allowed = forgiving && wanted.length >= forgivingFrom ? 1 : 0;
  return heard.some((_, at) => {
    const window = heard.slice(at, at + wanted.length);
    return window.length === wanted.length && window.filter((sound, i) => sound !== wanted[i]).length <= allowed;
  });
};
